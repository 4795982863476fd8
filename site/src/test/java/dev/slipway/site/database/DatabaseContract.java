package dev.slipway.site.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What holds on every database. */
abstract class DatabaseContract {
    abstract Database database();

    private record Row(String id, boolean isDefault, Instant createdAt) {}

    @Test
    void valuesComeBackAsTheyWere() {
        Instant now = Instant.ofEpochMilli(1_763_700_000_123L);
        database().change(handle -> {
            handle.execute("delete from package where id = 'SLP0000A'");
            handle.execute("""
                    insert into package (id, type, name, version, comment, source_path, source_version, content_id, size_bytes, stored_bytes, created_at,
                        changed_at)
                    values ('SLP0000A', 'BOOT_IMAGE', 'n', '', '', '', 1, '', 1, 1, ?, ?)
                    """, now, now);
            handle.execute("""
                    insert into boot_image (package, architecture, kernel_hash, kernel_size_bytes, initramfs_hash, initramfs_size_bytes, is_default)
                    values ('SLP0000A', 'x64', '', 1, '', 1, ?)
                    """, true);
        });
        Row row = database()
                .read(handle -> handle.createQuery("""
                        select p.id, b.is_default, p.created_at from package p join boot_image b on b.package = p.id where p.id = 'SLP0000A'
                        """).mapTo(Row.class).one());
        assertThat(row).isEqualTo(new Row("SLP0000A", true, now));
    }

    @Test
    void failedTransactionLeavesNothing() {
        assertThatThrownBy(() -> database().change(handle -> {
                    handle.execute("insert into setting (name, value) values ('half', 'done')");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        long rows = database()
                .read(handle -> handle.createQuery("select count(*) from setting where name = 'half'")
                        .mapTo(Long.class)
                        .one());
        assertThat(rows).isZero();
    }

    @Test
    void transactionInsideATransactionIsRefused() {
        assertThatThrownBy(() -> database().read(outer -> database().read(inner -> 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pass its handle on");
    }

    @Test
    void writersTakeTurns() throws Exception {
        database()
                .change(
                        handle -> handle.execute(
                                "insert into setting (name, value) values ('count', '0') on conflict (name) do update set value = '0'"));
        int writers = 8;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                all.add(executor.submit(() -> database().change(handle -> handle.execute("""
                        update setting set value = cast(cast(value as integer) + 1 as text) where name = 'count'
                        """))));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        String count = database()
                .read(handle -> handle.createQuery("select value from setting where name = 'count'")
                        .mapTo(String.class)
                        .one());
        assertThat(count).isEqualTo(String.valueOf(writers));
    }

    @Test
    void eventsAreReadInTheOrderOfTheirCommits() throws Exception {
        Events events = new Events(database(), Clock.tickMillis(ZoneOffset.UTC));
        long before = events.last();
        List<Long> seen = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String subject = "s" + i;
                writers.add(executor.submit(() ->
                        database().change(handle -> events.publish(handle, "image", subject, Event.Change.CHANGED))));
            }
            long last = before;
            while (seen.size() < 20) {
                for (Event event : events.after(last, 3)) {
                    seen.add(event.number());
                    last = event.number();
                }
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertThat(seen).isSorted().doesNotHaveDuplicates().hasSize(20);
    }
}

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
    void aLimitedReaderSeesOnlyItsRows() {
        database().change(handle -> {
            for (String id : List.of("SLP0000B", "SLP0000C")) {
                handle.execute("delete from package where id = ?", id);
                handle.execute("delete from object_scope where object = ?", id);
                handle.execute("""
                        insert into package (id, type, name, version, comment, source_path, source_version, content_id, size_bytes, stored_bytes,
                            created_at, changed_at)
                        values (?, 'OS_IMAGE', 'n', '', '', '', 1, '', 1, 1, 0, 0)
                        """, id);
            }
            handle.execute("delete from account where name = 'o''hara'");
            handle.execute(
                    "insert into account (name, password_hash, role, created_at) values ('o''hara', '', 'OPERATOR', 0)");
            handle.execute("insert into account_scope (account, scope) values ('o''hara', 'SMS00UNA')");
            handle.execute("insert into object_scope (object, scope) values ('SLP0000B', 'SMS00UNA')");
            for (String subject : List.of("SLP0000B", "SLP0000C", "elsewhere")) {
                handle.execute(
                        "insert into event (time, topic, subject, change) values (0, 'contract', ?, 'CHANGED')",
                        subject);
            }
        });
        String packages = """
                select p.id from package p left join package on package.id = p.id where p.id in ('SLP0000B', 'SLP0000C') order by p.id
                """;
        RowRules.limitTo("o'hara");
        try {
            assertThat(texts(database()::read, packages)).containsExactly("SLP0000B");
            assertThat(texts(database()::readAll, packages)).containsExactly("SLP0000B", "SLP0000C");
            assertThat(texts(
                            database()::read,
                            "select distinct subject from event where topic = 'contract' order by subject"))
                    .containsExactly("SLP0000B", "elsewhere");
            for (String table : RowRules.CONDITIONS.keySet()) {
                assertThat(texts(database()::read, "select cast(count(*) as text) from " + table + " where 1 = 1"))
                        .as(table)
                        .hasSize(1);
            }
        } finally {
            RowRules.unlimited();
        }
    }

    private interface Reading {
        List<String> run(Database.Query<List<String>> query);
    }

    private static List<String> texts(Reading reading, String sql) {
        return reading.run(handle -> handle.createQuery(sql).mapTo(String.class).list());
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

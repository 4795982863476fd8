package dev.slipway.content;

import static dev.slipway.content.Samples.add;
import static dev.slipway.content.Samples.join;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.wim.ByteRange;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RemoteContentTest {
    private static final RetryPolicy QUICK =
            new RetryPolicy(Duration.ofMillis(300), Duration.ofMillis(1), Duration.ofMillis(20));

    @TempDir
    Path folder;

    private final byte[] data = join(random(60_000_000, 1), random(9_000_000, 2));
    private ContentStore store;
    private ContentId content;
    private PackSource disk;

    @BeforeEach
    void addContent() throws Exception {
        store = ContentStore.open(folder.resolve("store"));
        // The second part lies in a pack of its own, so that a file crosses packs.
        add(store, source(folder, "part", Arrays.copyOfRange(data, 60_000_000, data.length)));
        content = add(store, source(folder, "before", random(1_000_000, 3)), source(folder, "file", data))
                .content();
        disk = PackSource.inFolder(folder.resolve("store/packs"));
    }

    @AfterEach
    void closeStore() throws Exception {
        store.close();
    }

    private RemoteContent remote(PackSource... sources) throws ContentException {
        return new RemoteContent(store.manifest(content), store.extents(content), List.of(sources), QUICK);
    }

    private static byte[] read(RemoteFile file, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.readFully(offset, bytes);
        return bytes.array();
    }

    private void assertReads(RemoteFile file, ByteRange range) throws IOException {
        int step = 100_000;
        for (long at = range.offset(); at < range.end(); at += step) {
            int count = (int) Math.min(step, range.end() - at);
            assertThat(Arrays.equals(read(file, at, count), Arrays.copyOfRange(data, (int) at, (int) at + count)))
                    .as("bytes from %d", at)
                    .isTrue();
        }
    }

    @Test
    void anyRangeReadsWithoutPrefetch() throws Exception {
        Random random = new Random(5);
        try (RemoteFile file = remote(disk).file("file")) {
            for (int i = 0; i < 10; i++) {
                assertReads(file, new ByteRange(random.nextInt(data.length - 500_000), 500_000));
            }
        }
    }

    @Test
    void aPrefetchedFileReadsByteForByteInFewRequests() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        RemoteContent remote = remote((pack, offset, length) -> {
            requests.incrementAndGet();
            return disk.open(pack, offset, length);
        });
        try (RemoteFile file = remote.file("file")) {
            file.prefetch(List.of(new ByteRange(0, data.length)));
            assertReads(file, new ByteRange(0, data.length));
        }

        assertThat(remote.fetchedBytes()).isEqualTo(data.length);
        assertThat(requests).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void onlyTheBlocksNeededTravel() throws Exception {
        List<ByteRange> ranges = new ArrayList<>();
        for (int at = 1_000_000; at < data.length - 100; at += 7_000_000) {
            ranges.add(new ByteRange(at, 100));
        }
        RemoteContent remote = remote(disk);
        try (RemoteFile file = remote.file("file")) {
            file.prefetch(ranges);
            for (ByteRange range : ranges) {
                assertReads(file, range);
            }
            assertThat(remote.fetchedBytes()).isLessThanOrEqualTo(file.blockBytes(ranges));
        }
    }

    @Test
    void whatHasJustBeenReadIsNotFetchedAgain() throws Exception {
        ByteRange range = new ByteRange(20_000_000, 3_000_000);
        RemoteContent remote = remote(disk);
        try (RemoteFile file = remote.file("file")) {
            assertReads(file, range);
            long before = remote.fetchedBytes();
            file.prefetch(List.of(range));
            assertReads(file, range);
            assertThat(remote.fetchedBytes()).isEqualTo(before);
        }
    }

    @Test
    void theWindowBoundsWhatIsFetchedAhead() throws Exception {
        RemoteContent remote = remote(disk);
        try (RemoteFile file = remote.file("file")) {
            file.prefetch(List.of(new ByteRange(0, data.length)));
            read(file, 0, 1);
            long last = -1;
            while (remote.fetchedBytes() != last) {
                last = remote.fetchedBytes();
                Thread.sleep(200);
            }
            assertThat(last).isBetween(24L << 20, (32L << 20) + Block.MAXIMUM_LENGTH);
            assertReads(file, new ByteRange(0, data.length));
        }
    }

    @Test
    void readsOutOfOrderAreAnsweredAllTheSame() throws Exception {
        try (RemoteFile file = remote(disk).file("file")) {
            file.prefetch(List.of(new ByteRange(0, data.length)));
            for (int at : new int[] {50_000_000, 10, 30_000_000, 68_000_000, 0, 60_000_000}) {
                assertReads(file, new ByteRange(at, 1000));
            }
        }
    }

    @Test
    void aBrokenTransferGoesOnInTheMiddle() throws Exception {
        AtomicLong given = new AtomicLong();
        RemoteContent remote = remote(breakingAfter(1_700_000, given));
        try (RemoteFile file = remote.file("file")) {
            file.prefetch(List.of(new ByteRange(0, data.length)));
            assertReads(file, new ByteRange(0, data.length));
        }

        assertThat(given).hasValue(data.length);
        assertThat(remote.fetchedBytes()).isEqualTo(data.length);
    }

    /** Gives so many bytes with each request, then breaks. */
    private PackSource breakingAfter(int bytes, AtomicLong given) {
        return (pack, offset, length) -> new FilterInputStream(disk.open(pack, offset, length)) {
            private long left = Math.min(bytes, length);

            @Override
            public int read(byte[] target, int from, int count) throws IOException {
                if (left == 0) {
                    throw new IOException("connection reset");
                }
                int read = super.read(target, from, (int) Math.min(count, left));
                left -= read;
                given.addAndGet(read);
                return read;
            }
        };
    }

    @Test
    void aDeadSourceIsLeftForTheNext() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        PackSource dead = (pack, offset, length) -> {
            asked.incrementAndGet();
            throw new IOException("connection refused");
        };
        try (RemoteFile file = remote(dead, disk).file("file")) {
            file.prefetch(List.of(new ByteRange(0, data.length)));
            assertReads(file, new ByteRange(0, data.length));
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    @Tag("DIST-12")
    void aDamagedBlockIsNeverReturnedButFetchedElsewhere() throws Exception {
        PackSource damaging = (pack, offset, length) -> new FilterInputStream(disk.open(pack, offset, length)) {
            @Override
            public int read(byte[] target, int from, int count) throws IOException {
                int read = super.read(target, from, count);
                target[from] ^= 1;
                return read;
            }
        };
        try (RemoteFile file = remote(damaging, disk).file("file")) {
            file.prefetch(List.of(new ByteRange(0, data.length)));
            assertReads(file, new ByteRange(0, data.length));
        }
        try (RemoteFile file = remote(damaging).file("file")) {
            assertThatThrownBy(() -> read(file, 0, 1))
                    .satisfies(e -> ContentStoreTest.hasError(e, ContentError.TRANSFER_FAILED))
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void whenNoSourceAnswersTheReaderIsTold() throws Exception {
        PackSource dead = (pack, offset, length) -> {
            throw new IOException("connection refused");
        };
        try (RemoteFile file = remote(dead, dead).file("file")) {
            file.prefetch(List.of(new ByteRange(0, data.length)));
            assertThatThrownBy(() -> read(file, 0, 1))
                    .satisfies(e -> ContentStoreTest.hasError(e, ContentError.TRANSFER_FAILED))
                    .hasMessageContaining("connection refused");
        }
    }

    @Test
    void anInterruptedReaderLeavesTheFileUsable() throws Exception {
        PackSource slow = (pack, offset, length) -> {
            sleep();
            return disk.open(pack, offset, length);
        };
        try (RemoteFile file = remote(slow).file("file")) {
            file.prefetch(List.of(new ByteRange(0, data.length)));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> read(file, 0, 1)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertReads(file, new ByteRange(0, 1_000_000));
        }
    }

    private static void sleep() throws IOException {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Test
    void closingEndsTheTransfer() throws Exception {
        AtomicInteger open = new AtomicInteger();
        PackSource counting = (pack, offset, length) -> counted(disk.open(pack, offset, length), open);
        RemoteFile file = remote(counting).file("file");
        file.prefetch(List.of(new ByteRange(0, data.length)));
        read(file, 0, 1);
        file.close();

        for (int i = 0; i < 100 && open.get() > 0; i++) {
            Thread.sleep(50);
        }
        assertThat(open).hasValue(0);
    }

    private static InputStream counted(InputStream in, AtomicInteger open) {
        open.incrementAndGet();
        return new FilterInputStream(in) {
            @Override
            public void close() throws IOException {
                open.decrementAndGet();
                super.close();
            }
        };
    }

    @Test
    void extentsOfAnotherContentAreRefused() {
        assertThatThrownBy(() -> new RemoteContent(
                        store.manifest(content), new Extents(List.of()), List.of(disk), RetryPolicy.DEFAULT))
                .satisfies(e -> ContentStoreTest.hasError(e, ContentError.DOCUMENT_INVALID));
    }
}

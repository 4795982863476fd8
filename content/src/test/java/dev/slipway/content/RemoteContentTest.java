package dev.slipway.content;

import static dev.slipway.content.Samples.add;
import static dev.slipway.content.Samples.join;
import static dev.slipway.content.Samples.over;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.content.Samples.Opening;
import dev.slipway.wim.ByteRange;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RemoteContentTest {
    private static final RetryPolicy QUICK =
            new RetryPolicy(Duration.ofMillis(300), Duration.ofMillis(1), Duration.ofMillis(20));

    @TempDir
    static Path folder;

    // One for all: nothing here writes into the store.
    private static final byte[] DATA = join(random(60_000_000, 1), random(9_000_000, 2));
    private static ContentStore store;
    private static ContentId content;
    private static ContentSource disk;

    @BeforeAll
    static void addContent() throws Exception {
        store = ContentStore.open(folder.resolve("store"));
        // The second part lies in a pack of its own, so that a file crosses packs.
        add(store, source(folder, "part", Arrays.copyOfRange(DATA, 60_000_000, DATA.length)));
        content = add(store, source(folder, "before", random(1_000_000, 3)), source(folder, "file", DATA))
                .content();
        disk = ContentSource.inFolder(folder.resolve("store"));
    }

    @AfterAll
    static void closeStore() throws Exception {
        store.close();
    }

    private RemoteContent remote(ContentSource... sources) throws ContentException {
        return new RemoteContent(store.manifest(content), ContentSources.of(sources), QUICK);
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
            assertThat(Arrays.equals(read(file, at, count), Arrays.copyOfRange(DATA, (int) at, (int) at + count)))
                    .as("bytes from %d", at)
                    .isTrue();
        }
    }

    @Test
    void anyRangeReadsWithoutPrefetch() throws Exception {
        Random random = new Random(5);
        try (RemoteFile file = remote(disk).file("file")) {
            for (int i = 0; i < 10; i++) {
                assertReads(file, new ByteRange(random.nextInt(DATA.length - 500_000), 500_000));
            }
        }
    }

    @Test
    void aPrefetchedFileReadsByteForByteInFewRequests() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        RemoteContent remote = remote(over(disk, (pack, offset, length) -> {
            requests.incrementAndGet();
            return disk.open(pack, offset, length);
        }));
        try (RemoteFile file = remote.file("file")) {
            file.prefetch(List.of(new ByteRange(0, DATA.length)));
            assertReads(file, new ByteRange(0, DATA.length));
        }

        assertThat(remote.fetchedBytes()).isEqualTo(DATA.length);
        assertThat(requests).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void onlyTheBlocksNeededTravel() throws Exception {
        List<ByteRange> ranges = new ArrayList<>();
        for (int at = 1_000_000; at < DATA.length - 100; at += 7_000_000) {
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
            file.prefetch(List.of(new ByteRange(0, DATA.length)));
            read(file, 0, 1);
            long last = -1;
            while (remote.fetchedBytes() != last) {
                last = remote.fetchedBytes();
                Thread.sleep(200);
            }
            assertThat(last).isBetween(24L << 20, (32L << 20) + Block.MAXIMUM_LENGTH);
            assertReads(file, new ByteRange(0, DATA.length));
        }
    }

    @Test
    void readsOutOfOrderAreAnsweredAllTheSame() throws Exception {
        try (RemoteFile file = remote(disk).file("file")) {
            file.prefetch(List.of(new ByteRange(0, DATA.length)));
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
            file.prefetch(List.of(new ByteRange(0, DATA.length)));
            assertReads(file, new ByteRange(0, DATA.length));
        }

        assertThat(given).hasValue(DATA.length);
        assertThat(remote.fetchedBytes()).isEqualTo(DATA.length);
    }

    /** Gives so many bytes with each request, then breaks. */
    private ContentSource breakingAfter(int bytes, AtomicLong given) {
        return over(disk, (pack, offset, length) -> new FilterInputStream(disk.open(pack, offset, length)) {
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
        });
    }

    @Test
    void aDeadSourceIsLeftForTheNext() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ContentSource dead = over(disk, (pack, offset, length) -> {
            asked.incrementAndGet();
            throw new IOException("connection refused");
        });
        try (RemoteFile file = remote(dead, disk).file("file")) {
            file.prefetch(List.of(new ByteRange(0, DATA.length)));
            assertReads(file, new ByteRange(0, DATA.length));
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    @Tag("DIST-12")
    void aDamagedBlockIsNeverReturnedButFetchedElsewhere() throws Exception {
        ContentSource damaging =
                over(disk, (pack, offset, length) -> new FilterInputStream(disk.open(pack, offset, length)) {
                    @Override
                    public int read(byte[] target, int from, int count) throws IOException {
                        int read = super.read(target, from, count);
                        target[from] ^= 1;
                        return read;
                    }
                });
        try (RemoteFile file = remote(damaging, disk).file("file")) {
            file.prefetch(List.of(new ByteRange(0, DATA.length)));
            assertReads(file, new ByteRange(0, DATA.length));
        }
        try (RemoteFile file = remote(damaging).file("file")) {
            assertThatThrownBy(() -> read(file, 0, 1))
                    .satisfies(e -> ContentStoreTest.hasError(e, ContentError.TRANSFER_FAILED))
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void whenNoSourceAnswersTheReaderIsTold() throws Exception {
        ContentSource dead = over(disk, (pack, offset, length) -> {
            throw new IOException("connection refused");
        });
        try (RemoteFile file = remote(dead, dead).file("file")) {
            file.prefetch(List.of(new ByteRange(0, DATA.length)));
            assertThatThrownBy(() -> read(file, 0, 1))
                    .satisfies(e -> ContentStoreTest.hasError(e, ContentError.TRANSFER_FAILED))
                    .hasMessageContaining("connection refused");
        }
    }

    @Test
    void anInterruptedReaderLeavesTheFileUsable() throws Exception {
        ContentSource slow = over(disk, (pack, offset, length) -> {
            sleep();
            return disk.open(pack, offset, length);
        });
        try (RemoteFile file = remote(slow).file("file")) {
            file.prefetch(List.of(new ByteRange(0, DATA.length)));
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
        ContentSource counting = over(disk, (pack, offset, length) -> counted(disk.open(pack, offset, length), open));
        RemoteFile file = remote(counting).file("file");
        file.prefetch(List.of(new ByteRange(0, DATA.length)));
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
    void extentsOfAnotherContentAreRefused() throws Exception {
        ContentSource wrong = new ContentSource() {
            @Override
            public String name() {
                return "wrong";
            }

            @Override
            public Extents extents(ContentId id) {
                return new Extents(List.of());
            }

            @Override
            public InputStream open(PackId pack, long offset, long length) throws IOException {
                return disk.open(pack, offset, length);
            }
        };
        try (RemoteFile file = remote(wrong).file("file")) {
            assertThatThrownBy(() -> read(file, 0, 1))
                    .satisfies(e -> ContentStoreTest.hasError(e, ContentError.TRANSFER_FAILED))
                    .hasMessageContaining("wrong has 0 extents");
        }
    }

    /** Another store that holds the same content in other packs. */
    private ContentSource elsewhere() throws Exception {
        try (ContentStore other = ContentStore.open(folder.resolve("other"))) {
            add(other, source(folder, "elsewhere", join(random(2_000_000, 9), Arrays.copyOf(DATA, 30_000_000))));
            add(
                    other,
                    source(folder, "before", random(1_000_000, 3)),
                    new SourceFile("file", folder.resolve("file"), new ContentCutter()));
        }
        Path root = folder.resolve("other");
        Files.copy(
                root.resolve("extents/" + sameContent(root) + ".extents"),
                root.resolve("extents/" + content + ".extents"));
        return ContentSource.inFolder(root);
    }

    /** Its files have other times, so that its id is another one; its blocks are the same in the same order. */
    private static String sameContent(Path root) throws Exception {
        try (ContentStore other = ContentStore.open(root)) {
            for (ContentId id : other.contents()) {
                if (other.manifest(id).files().size() == 2) {
                    return id.hex();
                }
            }
        }
        throw new AssertionError("no such content");
    }

    @Test
    @Tag("DIST-11")
    void eachPlaceHasItsOwnExtentsAndTheRestIsPlannedAnewWhenOneFails() throws Exception {
        AtomicLong given = new AtomicLong();
        ContentSource second = elsewhere();
        RemoteContent remote = remote(over(breakingOnce(20_500_000, given), disk::extents), second);
        try (RemoteFile file = remote.file("file")) {
            file.prefetch(List.of(new ByteRange(0, DATA.length)));
            assertReads(file, new ByteRange(0, DATA.length));
        }

        assertThat(given).hasValue(20_500_000);
        assertThat(remote.fetchedBytes()).isBetween((long) DATA.length, DATA.length * 101L / 100);
        assertThat(remote.bytesBySource())
                .containsEntry(folder.resolve("other").toString(), remote.fetchedBytes() - 20_500_000);
    }

    /** Gives so many bytes in all, then breaks for ever. */
    private Opening breakingOnce(long bytes, AtomicLong given) {
        return (pack, offset, length) -> {
            if (given.get() >= bytes) {
                throw new IOException("connection refused");
            }
            return new FilterInputStream(disk.open(pack, offset, length)) {
                private long left = length;

                @Override
                public int read(byte[] target, int from, int count) throws IOException {
                    long most = Math.min(Math.min(count, left), bytes - given.get());
                    if (most == 0) {
                        throw new IOException("connection reset");
                    }
                    int read = super.read(target, from, (int) most);
                    left -= read;
                    given.addAndGet(read);
                    return read;
                }
            };
        };
    }

    @Test
    void aPlaceThatHasMovedItsBlocksIsAskedOnceMoreWhereTheyLie() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        PackId gone = new PackId("0".repeat(64));
        ContentSource moved = over(disk::open, id -> {
            Extents now = disk.extents(id);
            boolean first = asked.incrementAndGet() == 1;
            return first
                    ? new Extents(now.extents().stream()
                            .map(extent -> new Extent(gone, extent.offset()))
                            .toList())
                    : now;
        });
        ContentSource other = over(disk, (pack, offset, length) -> {
            throw new AssertionError("the first place has it");
        });
        try (RemoteFile file = remote(moved, other).file("file")) {
            assertReads(file, new ByteRange(0, 5_000_000));
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void aPlaceWithoutTheContentIsPassedOver() throws Exception {
        ContentSource empty = ContentSource.inFolder(Files.createDirectory(folder.resolve("empty")));
        RemoteContent remote = remote(empty, disk);
        try (RemoteFile file = remote.file("file")) {
            assertReads(file, new ByteRange(0, 5_000_000));
        }
        assertThat(remote.bytesBySource())
                .containsOnlyKeys(folder.resolve("store").toString());
    }
}

package dev.slipway.content;

import static dev.slipway.content.Samples.add;
import static dev.slipway.content.Samples.files;
import static dev.slipway.content.Samples.join;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.read;
import static dev.slipway.content.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ContentStoreTest extends OpenStore {
    @Test
    void whatWasAddedReadsBackByteForByteAfterTheSourceIsGone() throws Exception {
        byte[] large = random(23_456_789, 1);
        byte[] small = random(17, 2);
        SourceFile first = source(folder, "sources/install.bin", large);
        Ingested ingested = add(store, first, source(folder, "empty", new byte[0]), source(folder, "small", small));
        Files.delete(Path.of(first.source().name()));
        reopen();

        assertThat(read(store, ingested.content(), "sources/install.bin")).isEqualTo(large);
        assertThat(read(store, ingested.content(), "small")).isEqualTo(small);
        assertThat(read(store, ingested.content(), "empty")).isEmpty();
        assertThat(ingested.sizeBytes()).isEqualTo(large.length + small.length);
        assertThat(ingested.newBytes()).isEqualTo(ingested.sizeBytes());
    }

    @Test
    void everyRangeReadsAsInTheFile() throws Exception {
        byte[] shared = random(3_000_000, 1);
        byte[] data = join(random(2_000_000, 2), shared, random(5_000_000, 3));
        add(store, source(folder, "other", shared));
        ContentId content = add(store, source(folder, "file", data)).content();

        Random random = new Random(4);
        try (ReadAt in = store.open(content, "file")) {
            for (int i = 0; i < 200; i++) {
                int from = random.nextInt(data.length);
                ByteBuffer range = ByteBuffer.allocate(random.nextInt(Math.min(3_000_000, data.length - from)));
                in.readFully(from, range);
                assertThat(range.array()).isEqualTo(Arrays.copyOfRange(data, from, from + range.capacity()));
            }
        }
    }

    @Test
    void theWholeFilesHashComesWithTheIngest() throws Exception {
        byte[] first = random(6_000_000, 1);
        byte[] second = join(first, random(100, 2));
        Ingested ingested = add(store, source(folder, "a", first), source(folder, "b", second));

        assertThat(ingested.sha256ByPath())
                .containsEntry("a", Sha256.hex(first))
                .containsEntry("b", Sha256.hex(second));
    }

    @Test
    @Tag("DIST-1")
    void identicalFilesAreStoredOnce() throws Exception {
        byte[] data = random(5_000_000, 1);
        Ingested first = add(store, source(folder, "a", data), source(folder, "b", data));
        Ingested second = add(store, source(folder, "elsewhere/c", data));

        assertThat(first.newBytes()).isEqualTo(data.length);
        assertThat(second.newBytes()).isZero();
        assertThat(second.pack()).isEmpty();
        assertThat(read(store, second.content(), "elsewhere/c")).isEqualTo(data);
    }

    @Test
    void packsAreNamedByTheirBlocksWhateverWasSharedBefore() throws Exception {
        byte[] shared = random(9_000_000, 1);
        Ingested first = add(store, source(folder, "a", shared), source(folder, "b", random(100, 2)));
        Ingested second = add(store, source(folder, "c", join(random(2_000_000, 3), shared, random(50_000_000, 4))));

        for (Ingested ingested : List.of(first, second)) {
            PackId pack = ingested.pack().orElseThrow();
            byte[] bytes = Files.readAllBytes(store.pack(pack));
            byte[] index = Files.readAllBytes(root.resolve("packs/" + pack + ".index"));
            assertThat(Sha256.hex(index)).isEqualTo(pack.hex());
            assertThat(PackIndex.decode(index).packSize()).isEqualTo(bytes.length);
            assertThat((long) bytes.length).isEqualTo(ingested.newBytes());
        }
        assertThat(second.newBytes()).isLessThan(52_000_000 + 2 * Block.MAXIMUM_LENGTH);
    }

    @Test
    void extentsNameEveryBlockOfTheManifestInItsOrder() throws Exception {
        ContentId content = add(store, source(folder, "b", random(7_000_000, 1)), source(folder, "a", random(9, 2)))
                .content();
        Manifest manifest = store.manifest(content);
        Extents extents = Extents.decode(store.extents(content).encode());

        assertThat(manifest.contentId()).isEqualTo(content);
        List<Block> blocks = manifest.files().stream()
                .flatMap(file -> file.blocks().stream())
                .toList();
        assertThat(extents.extents()).hasSameSizeAs(blocks);
        for (int i = 0; i < blocks.size(); i++) {
            Extent extent = extents.extents().get(i);
            byte[] pack = Files.readAllBytes(store.pack(extent.pack()));
            int from = (int) extent.offset();
            assertThat(BlockId.of(Sha256.hex(
                            Arrays.copyOfRange(pack, from, from + blocks.get(i).length()))))
                    .isEqualTo(blocks.get(i).id());
        }
    }

    @Test
    void addingTheSameAgainChangesNothing() throws Exception {
        SourceFile source = source(folder, "a", random(3_000_000, 1));
        Ingested first = add(store, source);
        List<String> before = files(root);
        Ingested again = add(store, source);

        assertThat(again.content()).isEqualTo(first.content());
        assertThat(files(root)).isEqualTo(before);
    }

    @Test
    void aMissingSourceLeavesNothing() throws Exception {
        SourceFile there = source(folder, "a", random(3_000_000, 1));
        SourceFile missing = new SourceFile("b", folder.resolve("missing"), new ContentCutter());

        assertThatThrownBy(() -> add(store, there, missing))
                .satisfies(e -> hasError(e, ContentError.SOURCE_UNREADABLE));
        assertThat(files(root)).isEmpty();
    }

    @Test
    void aSourceThatGrowsWhileItIsReadIsRefused() throws Exception {
        SourceFile source = source(folder, "a", random(40_000_000, 1));

        assertThatThrownBy(() -> store.add(
                        List.of(source),
                        (done, total) -> unchecked(
                                () -> Files.write(Path.of(source.source().name()), random(41_000_000, 2)))))
                .satisfies(e -> hasError(e, ContentError.SOURCE_CHANGED));
        assertThat(files(root)).isEmpty();
    }

    @Test
    void aSourceThatShrinksWhileItIsReadIsRefused() throws Exception {
        SourceFile source = source(folder, "a", random(40_000_000, 1));

        assertThatThrownBy(() -> store.add(
                        List.of(source),
                        (done, total) -> unchecked(
                                () -> Files.write(Path.of(source.source().name()), random(1_000, 2)))))
                .satisfies(e -> hasError(e, ContentError.SOURCE_CHANGED));
        assertThat(files(root)).isEmpty();
    }

    @Test
    void aSourceThatIsTouchedWhileItIsReadIsRefused() throws Exception {
        SourceFile source = source(folder, "a", random(40_000_000, 1));

        assertThatThrownBy(() -> store.add(
                        List.of(source),
                        (done, total) -> unchecked(() -> Files.setLastModifiedTime(
                                Path.of(source.source().name()),
                                FileTime.from(Instant.parse("2001-01-01T00:00:00Z"))))))
                .satisfies(e -> hasError(e, ContentError.SOURCE_CHANGED));
        assertThat(files(root)).isEmpty();
    }

    @Test
    void anInterruptEndsAnIngestAndLeavesNothing() throws Exception {
        SourceFile source = source(folder, "a", random(60_000_000, 1));
        Thread ingesting = Thread.currentThread();

        assertThatThrownBy(() -> store.add(List.of(source), (done, total) -> ingesting.interrupt()))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(files(root)).isEmpty();
        assertThat(add(store, source).newBytes()).isEqualTo(60_000_000);
    }

    @Test
    void anInterruptAtAnyMomentMeansAllOrNothing() throws Exception {
        Thread ingesting = Thread.currentThread();
        Random random = new Random(1);
        for (int i = 0; i < 60; i++) {
            List<ContentId> before = store.contents();
            SourceFile source = source(folder, "a", random(100_000, i));
            long pause = random.nextInt(4_000_000);
            Thread cancelling = Thread.ofPlatform().start(() -> {
                java.util.concurrent.locks.LockSupport.parkNanos(pause);
                ingesting.interrupt();
            });
            boolean added = true;
            try {
                add(store, source);
            } catch (InterruptedException e) {
                added = false;
            }
            joinDespiteInterrupt(cancelling);

            assertThat(store.contents()).hasSize(before.size() + (added ? 1 : 0));
            assertThat(files(root)).noneMatch(name -> name.startsWith("incoming") || name.startsWith("committed"));
            assertThat(files(root).stream().filter(name -> name.endsWith(".pack")))
                    .hasSize(store.contents().size());
        }
    }

    private static void joinDespiteInterrupt(Thread thread) {
        boolean joined = false;
        while (!joined) {
            try {
                thread.join();
                joined = true;
            } catch (InterruptedException e) {
                Thread.onSpinWait();
            }
        }
        Thread.interrupted();
    }

    @Test
    void progressEndsWithTheWhole() throws Exception {
        List<Long> done = new ArrayList<>();
        store.add(List.of(source(folder, "a", random(60_000_000, 1))), (bytes, total) -> {
            assertThat(total).isEqualTo(60_000_000);
            done.add(bytes);
        });

        assertThat(done).isSorted().endsWith(60_000_000L);
    }

    @Test
    void aSecondProcessIsRefused() {
        assertThatThrownBy(() -> ContentStore.open(root)).satisfies(e -> hasError(e, ContentError.STORE_IN_USE));
    }

    @Test
    void unknownContentFileAndPackHaveTheirOwnErrors() throws Exception {
        ContentId content = add(store, source(folder, "a", random(10, 1))).content();
        ContentId unknown = new ContentId("0".repeat(64));

        assertThatThrownBy(() -> store.manifest(unknown)).satisfies(e -> hasError(e, ContentError.CONTENT_UNKNOWN));
        assertThatThrownBy(() -> store.open(content, "b")).satisfies(e -> hasError(e, ContentError.FILE_UNKNOWN));
        assertThatThrownBy(() -> store.pack(new PackId("0".repeat(64))))
                .satisfies(e -> hasError(e, ContentError.PACK_UNKNOWN));
    }

    @Test
    void aTruncatedPackIsNotServed() throws Exception {
        byte[] data = random(3_000_000, 1);
        SourceFile source = source(folder, "a", data);
        Ingested ingested = add(store, source);
        store.close();
        Files.write(root.resolve("packs/" + ingested.pack().orElseThrow() + ".pack"), new byte[5]);
        store = ContentStore.open(root);

        assertThatThrownBy(() -> store.extents(ingested.content()))
                .satisfies(e -> hasError(e, ContentError.STORE_DAMAGED));
        add(store, source);
        assertThat(read(store, ingested.content(), "a")).isEqualTo(data);
    }

    static void hasError(Throwable thrown, ContentError error) {
        assertThat(thrown).isInstanceOf(ContentException.class);
        assertThat(((ContentException) thrown).error()).as(thrown.getMessage()).isEqualTo(error);
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void unchecked(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Its buffers were made for what it was. */
    @Test
    @org.junit.jupiter.api.Timeout(20)
    void aSourceThatGrowsBeforeItsTurnComesIsRefused() throws Exception {
        Path file = Files.write(folder.resolve("grows"), random(70_000, 1));
        FileSource grows = new FileSource() {
            private int asked;

            @Override
            public String name() {
                return "grows";
            }

            @Override
            public Stamp stamp() throws IOException {
                if (++asked == 2) {
                    Files.write(file, random(300_000, 2));
                }
                return FileSource.of(file).stamp();
            }

            @Override
            public dev.slipway.wim.ReadAt open() throws IOException {
                return FileSource.of(file).open();
            }
        };
        try (ContentStore store = ContentStore.open(folder.resolve("growing"))) {
            assertThatThrownBy(() ->
                            store.add(List.of(new SourceFile("file", grows, new ContentCutter())), IngestProgress.NONE))
                    .satisfies(e -> hasError(e, ContentError.SOURCE_CHANGED));
            assertThat(store.contents()).isEmpty();
        }
    }
}

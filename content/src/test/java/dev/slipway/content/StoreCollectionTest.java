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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StoreCollectionTest extends OpenStore {
    private static final Duration GRACE = Duration.ofHours(6);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void whatIsNamedStays() throws Exception {
        byte[] data = random(3_000_000, 1);
        ContentId content = add(store, source(folder, "a", data)).content();

        assertThat(store.collect(Duration.ZERO, NOW)).isEqualTo(new Collected(0, 0, 0));
        assertThat(store.collect(Duration.ZERO, NOW)).isEqualTo(new Collected(0, 0, 0));
        assertThat(read(store, content, "a")).isEqualTo(data);
    }

    @Test
    void aRemovedContentsPacksGoOnceTheGraceTimeIsOver() throws Exception {
        Ingested ingested = add(store, source(folder, "a", random(3_000_000, 1)));
        store.remove(ingested.content());
        PackId pack = ingested.pack().orElseThrow();

        assertThat(store.collect(GRACE, NOW)).isEqualTo(new Collected(0, 3_000_000, 0));
        assertThat(store.collect(GRACE, NOW.plus(GRACE).minusSeconds(1)).freedBytes())
                .isZero();
        assertThat(store.pack(pack)).exists();
        assertThat(store.collect(GRACE, NOW.plus(GRACE)).freedBytes()).isEqualTo(3_000_000);
        assertThat(files(root)).isEmpty();
    }

    @Test
    void aMostlyDeadPackIsRewrittenAndWhatLivesStaysReadable() throws Exception {
        byte[] small = random(500_000, 1);
        byte[] large = random(9_000_000, 2);
        Ingested both = add(store, source(folder, "small", small), source(folder, "large", large));
        ContentId kept = add(store, source(folder, "kept", small)).content();
        store.remove(both.content());
        try (ReadAt openedBefore = store.open(kept, "kept")) {
            Collected collected = store.collect(GRACE, NOW);
            assertThat(collected.rewrittenBytes()).isEqualTo(small.length);
            store.collect(GRACE, NOW.plus(GRACE));

            ByteBuffer bytes = ByteBuffer.allocate(small.length);
            openedBefore.readFully(0, bytes);
            assertThat(bytes.array()).isEqualTo(small);
        }
        assertThat(read(store, kept, "kept")).isEqualTo(small);
        assertThatThrownBy(() -> store.pack(both.pack().orElseThrow()))
                .satisfies(e -> ContentStoreTest.hasError(e, ContentError.PACK_UNKNOWN));
        store.close();
        store = ContentStore.open(root);
        assertThat(read(store, kept, "kept")).isEqualTo(small);
    }

    @Test
    void addingAgainWhatIsRetiredBringsItBack() throws Exception {
        byte[] data = random(3_000_000, 1);
        SourceFile source = source(folder, "a", data);
        store.remove(add(store, source).content());
        store.collect(GRACE, NOW);
        ContentId content = add(store, source).content();
        store.collect(GRACE, NOW.plus(GRACE));

        assertThat(read(store, content, "a")).isEqualTo(data);
        store.close();
        store = ContentStore.open(root);
        assertThat(read(store, content, "a")).isEqualTo(data);
    }

    @Test
    void aDamagedManifestStopsTheCollection() throws Exception {
        ContentId content = add(store, source(folder, "a", random(3_000, 1))).content();
        store.remove(add(store, source(folder, "b", random(3_000, 2))).content());
        Path manifest = root.resolve("manifests/" + content + ".manifest");
        byte[] bytes = Files.readAllBytes(manifest);
        bytes[bytes.length - 10] ^= 1;
        Files.write(manifest, bytes);

        assertThatThrownBy(() -> store.collect(Duration.ZERO, NOW))
                .satisfies(e -> ContentStoreTest.hasError(e, ContentError.STORE_DAMAGED));
    }

    @Test
    @Tag("DIST-5")
    void validationNamesTheDamagedBlockAndAddingAgainRepairsIt() throws Exception {
        byte[] data = random(12_000_000, 1);
        SourceFile source = source(folder, "install.bin", data);
        Ingested ingested = add(store, source, source(folder, "other", random(1000, 2)));
        assertThat(store.verify(ingested.content(), IngestProgress.NONE)).isEmpty();

        Path pack = store.pack(ingested.pack().orElseThrow());
        byte[] bytes = Files.readAllBytes(pack);
        bytes[7_000_000] ^= 1;
        Files.write(pack, bytes);
        List<DamagedBlock> damaged = store.verify(ingested.content(), IngestProgress.NONE);

        assertThat(damaged).hasSize(1);
        DamagedBlock block = damaged.getFirst();
        assertThat(block.path()).isEqualTo("install.bin");
        assertThat(7_000_000L)
                .isBetween(block.offset(), block.offset() + block.block().length() - 1);
        assertThatThrownBy(() -> store.extents(ingested.content()))
                .satisfies(e -> ContentStoreTest.hasError(e, ContentError.STORE_DAMAGED));

        store.close();
        store = ContentStore.open(root);
        Ingested again = add(store, source);
        assertThat(again.newBytes()).isEqualTo(block.block().length());
        assertThat(store.verify(ingested.content(), IngestProgress.NONE)).isEmpty();
        assertThat(read(store, ingested.content(), "install.bin")).isEqualTo(data);
    }

    @Test
    @Timeout(60)
    void readersAndIngestsGoOnWhileDeadBlocksAreCollected() throws Exception {
        byte[][] pieces = new byte[12][];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = random(400_000, i);
        }
        AtomicBoolean end = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> collecting = threads.submit(() -> {
                while (!end.get()) {
                    store.collect(Duration.ZERO, NOW);
                }
                return null;
            });
            List<Future<?>> working = Arrays.asList(
                    threads.submit(() -> addReadRemove(pieces, 1)),
                    threads.submit(() -> addReadRemove(pieces, 2)),
                    threads.submit(() -> addReadRemove(pieces, 3)));
            try {
                for (Future<?> work : working) {
                    work.get();
                }
            } finally {
                end.set(true);
            }
            collecting.get();
        }
        store.collect(Duration.ZERO, NOW);
        store.collect(Duration.ZERO, NOW);
        assertThat(files(root)).isEmpty();
    }

    /** Contents of this worker alone, whose pieces the others have, too. */
    private Void addReadRemove(byte[][] pieces, int worker) throws Exception {
        Random random = new Random(worker);
        Path own = Files.createDirectory(folder.resolve("worker" + worker));
        for (int i = 0; i < 25; i++) {
            byte[] mark = random(100, 1000L * worker + i);
            byte[] first = join(pieces[random.nextInt(pieces.length)], mark);
            byte[] second = pieces[random.nextInt(pieces.length)];
            ContentId content = add(store, source(own, "first", first), source(own, "second", second))
                    .content();
            try (ReadAt open = store.open(content, "second")) {
                assertThat(read(store, content, "first")).isEqualTo(first);
                assertThat(store.verify(content, IngestProgress.NONE)).isEmpty();
                ByteBuffer bytes = ByteBuffer.allocate(second.length);
                open.readFully(0, bytes);
                assertThat(bytes.array()).isEqualTo(second);
            }
            store.remove(content);
        }
        return null;
    }
}

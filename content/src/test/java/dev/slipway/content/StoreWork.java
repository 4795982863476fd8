package dev.slipway.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wim.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * What several threads do at random to one store, and what must be true of it meanwhile and afterwards. Contents are a few blocks out of
 * few, so that they share them; a content that has a name is not removed, as the site has it.
 */
final class StoreWork {
    private static final int BLOCK_BYTES = 500;
    private static final RetryPolicy ONCE = new RetryPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** A content that may be added or received, any number of times. */
    record Sample(SourceFile source, Manifest manifest, byte[] bytes) {
        ContentId content() {
            return manifest.contentId();
        }
    }

    private final Path folder;
    private final List<Sample> samples;
    private final boolean damaging;
    private ContentStore store;

    /** What each named content is made of. Its lock is that of naming. */
    private final Map<ContentId, List<Sample>> named = new HashMap<>();
    /** Named contents that somebody works with; they keep their names. */
    private final Map<ContentId, Integer> pinned = new HashMap<>();
    /** Blocks of which a copy has been damaged. */
    private final Set<BlockId> flipped = ConcurrentHashMap.newKeySet();

    private StoreWork(Path folder, List<Sample> samples, boolean damaging, ContentStore store) {
        this.folder = folder;
        this.samples = samples;
        this.damaging = damaging;
        this.store = store;
    }

    /**
     * Opens the store; what it holds is checked and has a name.
     *
     * @param damaging whether bytes on the disk change, too
     */
    static StoreWork open(Path folder, long seed, boolean damaging) throws Exception {
        List<Sample> samples = samples(folder, new Random(seed));
        StoreWork work = new StoreWork(folder, samples, damaging, ContentStore.open(folder.resolve("store")));
        for (ContentId content : work.store.contents()) {
            work.named.put(content, List.of());
        }
        work.check();
        return work;
    }

    void close() throws ContentException {
        store.close();
    }

    void reopen() throws Exception {
        store.close();
        store = ContentStore.open(folder.resolve("store"));
        check();
    }

    private static Path elsewhere(Path folder) {
        return folder.resolve("elsewhere");
    }

    /** The same seed gives the same samples, also in another process. */
    private static List<Sample> samples(Path folder, Random random) throws Exception {
        List<byte[]> blocks = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            byte[] block = new byte[BLOCK_BYTES];
            random.nextBytes(block);
            blocks.add(block);
        }
        Cutter fixed = new WimCutter(IntStream.range(0, 4)
                .mapToObj(i -> new ByteRange((long) i * BLOCK_BYTES, BLOCK_BYTES))
                .toList());
        List<Sample> samples = new ArrayList<>();
        try (ContentStore elsewhere = ContentStore.open(elsewhere(folder))) {
            for (int i = 0; i < 4; i++) {
                byte[] bytes = Samples.join(random.ints(1 + random.nextInt(4), 0, blocks.size())
                        .mapToObj(blocks::get)
                        .toArray(byte[][]::new));
                Path file = folder.resolve("source" + i);
                if (!Files.exists(file)) {
                    Files.write(file, bytes);
                }
                // The same blocks under several names are several contents, whose packs are the same.
                for (String name : List.of("a", "b")) {
                    SourceFile source = new SourceFile(name, file, fixed);
                    Manifest manifest =
                            elsewhere.manifest(Samples.add(elsewhere, source).content());
                    samples.add(new Sample(source, manifest, bytes));
                }
            }
        }
        return samples;
    }

    /** One thing that somebody does. */
    void step(Random random) throws Exception {
        Sample sample = samples.get(random.nextInt(samples.size()));
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> name(sample, () -> Samples.add(store, sample.source()));
            case 3, 4 -> name(sample, () -> receive(sample, ReceiveMode.MISSING, random));
            case 5, 6 -> name(sample, () -> receive(sample, ReceiveMode.ALL, random));
            case 7, 8, 9, 10 -> removeOne(random);
            case 11, 12, 13 -> store.collect(Duration.ZERO, Instant.now());
            case 14 -> verifyOne(random);
            case 15 -> withOne(random, this::read);
            case 16 -> withOne(random, this::export);
            case 17 ->
                withOne(random, (one, first) -> withOne(random, (other, second) -> compose(one, first, other, second)));
            case 18 -> store.abandon(sample.content());
            default -> {
                if (damaging) {
                    flip(random);
                }
            }
        }
    }

    private interface Making {
        void run() throws ContentException, InterruptedException;
    }

    private void name(Sample sample, Making making) throws ContentException, InterruptedException {
        do {
            making.run();
        } while (!named(sample.content(), List.of(sample)));
    }

    /** @return false when it has been removed by now */
    private boolean named(ContentId content, List<Sample> parts) {
        synchronized (named) {
            if (store.contains(content)) {
                named.put(content, parts);
                return true;
            }
            return false;
        }
    }

    private void receive(Sample sample, ReceiveMode mode, Random random) throws ContentException, InterruptedException {
        ContentSource disk = ContentSource.inFolder(elsewhere(folder));
        int blocks = random.nextInt(6);
        ContentSource breaking = Samples.over(
                disk, (pack, offset, length) -> cut(disk.open(pack, offset, length), (long) blocks * BLOCK_BYTES));
        ContentSources sources = ContentSources.of(random.nextBoolean() ? disk : breaking);
        try {
            store.receive(sample.manifest(), sources, ONCE, Pace.UNLIMITED, mode, ReceiveProgress.NONE);
        } catch (ContentException e) {
            assertThat(e.error()).as(e.getMessage()).isEqualTo(ContentError.TRANSFER_FAILED);
            // Goes on with what has arrived.
            store.receive(sample.manifest(), ContentSources.of(disk), ONCE, Pace.UNLIMITED, mode, ReceiveProgress.NONE);
        }
    }

    private static InputStream cut(InputStream in, long bytes) throws IOException {
        try (in) {
            return new java.io.ByteArrayInputStream(in.readNBytes((int) bytes));
        }
    }

    private void removeOne(Random random) throws ContentException {
        synchronized (named) {
            List<ContentId> free = named.keySet().stream()
                    .filter(content -> !pinned.containsKey(content))
                    .toList();
            if (!free.isEmpty()) {
                ContentId one = free.get(random.nextInt(free.size()));
                named.remove(one);
                store.remove(one);
            }
        }
    }

    private interface Use {
        void with(ContentId content, List<Sample> parts) throws Exception;
    }

    /** Works with a content that keeps its name meanwhile. */
    private void withOne(Random random, Use use) throws Exception {
        ContentId one;
        List<Sample> parts;
        synchronized (named) {
            if (named.isEmpty()) {
                return;
            }
            List<ContentId> all = List.copyOf(named.keySet());
            one = all.get(random.nextInt(all.size()));
            parts = named.getOrDefault(one, List.of());
            pinned.merge(one, 1, Integer::sum);
        }
        try {
            use.with(one, parts);
        } catch (ContentException e) {
            assertThat(damaging && e.error() == ContentError.STORE_DAMAGED)
                    .as(e.toString())
                    .isTrue();
        } finally {
            synchronized (named) {
                pinned.computeIfPresent(one, (content, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    private void verifyOne(Random random) throws Exception {
        withOne(random, (one, parts) -> assertOnlyFlippedAreMissing(store.verify(one, IngestProgress.NONE)));
    }

    private void assertOnlyFlippedAreMissing(List<DamagedBlock> damaged) {
        assertThat(damaged.stream()
                        .filter(block -> !flipped.contains(block.block().id())))
                .isEmpty();
    }

    private void read(ContentId content, List<Sample> parts) throws IOException {
        try {
            for (ContentFile file : store.manifest(content).files()) {
                byte[] bytes = Samples.read(store, content, file.path());
                assertThat(parts.isEmpty()
                                || parts.stream().anyMatch(part -> java.util.Arrays.equals(part.bytes(), bytes)))
                        .as("bytes of %s", file.path())
                        .isTrue();
            }
        } catch (NoSuchFileException e) {
            // Two collections without any grace time went by between looking up and reading.
        }
    }

    private void export(ContentId content, List<Sample> parts) throws Exception {
        Path target = Files.createTempFile(folder, "export", ".prestaged");
        store.exportTo(target, List.of(content), List.of(), IngestProgress.NONE);
        Files.delete(target);
    }

    private void compose(ContentId one, List<Sample> first, ContentId other, List<Sample> second) throws Exception {
        if (first.size() == 1 && second.size() == 1) {
            ContentId composed = store.compose(List.of(new Part("one", one), new Part("other", other)));
            named(composed, List.of(first.getFirst(), second.getFirst()));
        }
    }

    private void flip(Random random) throws IOException {
        List<Path> packs = StoreFolder.list(folder.resolve("store/packs")).stream()
                .filter(file -> file.toString().endsWith(StoreFolder.PACK))
                .toList();
        if (packs.isEmpty()) {
            return;
        }
        Path pack = packs.get(random.nextInt(packs.size()));
        Path index = Path.of(pack.toString().replace(StoreFolder.PACK, StoreFolder.INDEX));
        try {
            List<Block> blocks = PackIndex.decode(Files.readAllBytes(index)).blocks();
            int block = random.nextInt(blocks.size());
            flipped.add(blocks.get(block).id());
            try (FileChannel file = FileChannel.open(pack, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                ByteBuffer one = ByteBuffer.allocate(1);
                long at = (long) block * BLOCK_BYTES + random.nextInt(BLOCK_BYTES);
                file.read(one, at);
                one.put(0, (byte) (one.get(0) ^ 1)).flip();
                file.write(one, at);
            }
        } catch (NoSuchFileException e) {
            // Just collected.
        }
    }

    /** While nobody works: every content that has a name is there and whole, but for what was damaged; that can be repaired. */
    void check() throws Exception {
        assertThat(store.contents()).containsAll(named.keySet());
        for (ContentId content : store.contents()) {
            List<DamagedBlock> damaged = store.verify(content, IngestProgress.NONE);
            assertOnlyFlippedAreMissing(damaged);
            if (!damaged.isEmpty()) {
                store.remove(content);
                named.remove(content);
                continue;
            }
            read(content, named.getOrDefault(content, List.of()));
            assertThat(Extents.decode(Files.readAllBytes(
                            folder.resolve("store/extents").resolve(content.hex() + StoreFolder.EXTENTS))))
                    .isEqualTo(store.extents(content));
        }
        for (Sample sample : samples) {
            if (named.containsKey(sample.content())) {
                Samples.add(store, sample.source());
                assertThat(store.verify(sample.content(), IngestProgress.NONE)).isEmpty();
            }
        }
    }

    /** Without contents nothing remains. */
    void end() throws Exception {
        for (ContentId content : store.contents()) {
            store.remove(content);
        }
        for (ContentId content : store.unfinished()) {
            store.abandon(content);
        }
        store.collect(Duration.ZERO, Instant.now());
        store.collect(Duration.ZERO, Instant.now());
        assertThat(Samples.files(folder.resolve("store"))).isEmpty();
        store.close();
    }
}

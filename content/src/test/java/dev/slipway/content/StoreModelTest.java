package dev.slipway.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wim.ByteRange;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One thing after another is done to a store, and any change of a file may be the one at which the disk is full or the process is killed; a map says
 * what must be readable. The seed stands in the failure; {@code slipway.test.seed} sets the first one, {@code slipway.test.seeds} how many are tried.
 */
@Tag("DIST-1")
@Tag("DIST-4")
@Tag("DIST-5")
class StoreModelTest {
    private static final int STEPS = 30;
    private static final int PIECE_BYTES = 400;
    private static final long SEED = Long.getLong("slipway.test.seed", System.nanoTime());
    private static final int SEEDS = Integer.getInteger("slipway.test.seeds", 4);
    private static final RetryPolicy ONCE = new RetryPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    @TempDir
    Path folder;

    /** What may be added, or received from elsewhere. */
    private record Sample(List<SourceFile> sources, Manifest manifest, Map<String, byte[]> files) {}

    private interface Deed {
        void run() throws Exception;
    }

    @Test
    @Timeout(value = 24, unit = TimeUnit.HOURS)
    void whatIsNamedIsReadWholeWhateverFailed() throws Exception {
        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            try {
                new Run(seed, Files.createDirectory(folder.resolve("seed" + seed))).run();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("With -Dslipway.test.seed=" + seed + ": " + e, e);
            }
        }
    }

    private static final class Run {
        private final Random random;
        private final Path folder;
        private final Path root;
        private final BreakingFiles files;
        private final List<Sample> samples = new ArrayList<>();
        private final Map<String, Map<String, byte[]>> named = new TreeMap<>();
        /** What steps that failed may have made, or may not have removed. */
        private final Map<String, Map<String, byte[]>> maybe = new HashMap<>();

        private final List<String> done = new ArrayList<>();
        private ContentStore store;
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        Run(long seed, Path folder) throws Exception {
            this.random = new Random(seed);
            this.folder = folder;
            this.root = folder.resolve("store");
            this.files = new BreakingFiles(folder.getFileSystem());
            makeSamples();
            this.store = ContentStore.open(files.of(root));
        }

        /** Few pieces, in several orders and cut in two ways: contents share blocks, and some are the same bytes in other blocks. */
        private void makeSamples() throws Exception {
            byte[][] pieces = IntStream.range(0, 5)
                    .mapToObj(i -> {
                        byte[] piece = new byte[PIECE_BYTES];
                        random.nextBytes(piece);
                        return piece;
                    })
                    .toArray(byte[][]::new);
            Cutter cut = new WimCutter(IntStream.range(0, 4)
                    .mapToObj(i -> new ByteRange((long) i * PIECE_BYTES, PIECE_BYTES))
                    .toList());
            try (ContentStore elsewhere = ContentStore.open(folder.resolve("elsewhere"))) {
                for (int i = 0; i < 4; i++) {
                    byte[] bytes = Samples.join(random.ints(1 + random.nextInt(4), 0, pieces.length)
                            .mapToObj(piece -> pieces[piece])
                            .toArray(byte[][]::new));
                    Path file = Files.write(folder.resolve("source" + i), bytes);
                    for (Cutter cutter : List.of(cut, new ContentCutter())) {
                        String path = cutter == cut ? "cut" : "whole";
                        List<SourceFile> sources = List.of(new SourceFile(path, file, cutter));
                        Ingested added = elsewhere.add(sources, IngestProgress.NONE);
                        samples.add(new Sample(sources, elsewhere.manifest(added.content()), Map.of(path, bytes)));
                    }
                }
            }
        }

        void run() throws Exception {
            try {
                for (int i = 0; i < STEPS; i++) {
                    step();
                    check();
                }
                end();
            } catch (Exception | AssertionError e) {
                throw new AssertionError(String.join(", ", done) + ": " + e, e);
            } finally {
                store.close();
            }
        }

        private void step() throws Exception {
            boolean kill = random.nextInt(3) == 0;
            boolean full = !kill && random.nextInt(3) == 0;
            if (kill) {
                files.failAfter(random.nextInt(40), Long.MAX_VALUE);
            } else if (full) {
                files.failAfter(random.nextInt(40), 1 + random.nextInt(3));
            }
            int deed = random.nextInt(12);
            done.add(deed + (kill ? " killed" : full ? " full" : ""));
            try {
                deed(deed);
            } catch (ContentException e) {
                done.add(e.error().code());
                assertThat(files.hasFailed() || e.error() == ContentError.TRANSFER_FAILED)
                        .as(e.toString())
                        .isTrue();
            } finally {
                files.failNoMore();
            }
            if (kill || random.nextInt(10) == 0) {
                reopen();
            }
            maybe.forEach((content, bytes) -> {
                if (store.contains(new ContentId(content))) {
                    named.put(content, bytes);
                }
            });
        }

        private void reopen() throws Exception {
            store.close();
            // What begins may be killed, too.
            files.failAfter(random.nextInt(30), Long.MAX_VALUE);
            try {
                store = ContentStore.open(files.of(root));
                store.close();
            } catch (ContentException e) {
                assertThat(files.hasFailed()).as(e.toString()).isTrue();
            } finally {
                files.failNoMore();
            }
            store = ContentStore.open(files.of(root));
        }

        private void deed(int deed) throws Exception {
            Sample sample = samples.get(random.nextInt(samples.size()));
            String content = sample.manifest().contentId().hex();
            switch (deed) {
                case 0, 1, 2 -> made(content, sample.files(), () -> store.add(sample.sources(), IngestProgress.NONE));
                case 3, 4 -> made(content, sample.files(), () -> receive(sample, ReceiveMode.MISSING));
                case 5 -> made(content, sample.files(), () -> receive(sample, ReceiveMode.ALL));
                case 6 -> compose();
                case 7, 8 -> remove();
                case 9 -> store.abandon(sample.manifest().contentId());
                case 10 -> damage();
                default -> {
                    now = now.plus(Duration.ofHours(1));
                    store.collect(Duration.ofHours(random.nextInt(2)), now);
                }
            }
        }

        /** Who is told of a failure has not named it; but it may be there, and then it is whole. */
        private void made(String content, Map<String, byte[]> bytes, Deed making) throws Exception {
            maybe.put(content, bytes);
            making.run();
            maybe.remove(content);
            named.put(content, bytes);
        }

        private void receive(Sample sample, ReceiveMode mode) throws Exception {
            ContentSource disk = ContentSource.inFolder(folder.resolve("elsewhere"));
            int most = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(5) * PIECE_BYTES;
            ContentSource source = Samples.over(disk, (pack, offset, length) -> {
                try (InputStream in = disk.open(pack, offset, length)) {
                    return new ByteArrayInputStream(in.readNBytes(most));
                }
            });
            store.receive(
                    sample.manifest(), ContentSources.of(source), ONCE, Pace.UNLIMITED, mode, ReceiveProgress.NONE);
        }

        private void compose() throws Exception {
            if (named.isEmpty()) {
                return;
            }
            List<String> known = List.copyOf(named.keySet());
            String one = known.get(random.nextInt(known.size()));
            String other = known.get(random.nextInt(known.size()));
            Map<String, byte[]> bytes = new HashMap<>();
            named.getOrDefault(one, Map.of()).forEach((path, part) -> bytes.put("one/" + path, part));
            named.getOrDefault(other, Map.of()).forEach((path, part) -> bytes.put("other/" + path, part));
            if (bytes.size() > 8) {
                return;
            }
            List<Part> parts = List.of(new Part("one", new ContentId(one)), new Part("other", new ContentId(other)));
            List<ContentFile> all = new ArrayList<>();
            for (Part part : parts) {
                all.addAll(Composition.placed(part, store.manifest(part.content())));
            }
            made(new Manifest(all).contentId().hex(), bytes, () -> store.compose(parts));
        }

        private void remove() throws Exception {
            if (named.isEmpty()) {
                return;
            }
            List<String> all = List.copyOf(named.keySet());
            String one = all.get(random.nextInt(all.size()));
            Map<String, byte[]> before = named.getOrDefault(one, Map.of());
            named.remove(one);
            maybe.put(one, before);
            store.remove(new ContentId(one));
            maybe.remove(one);
        }

        /** A byte on the disk changes; validation finds it, and adding repairs it. */
        private void damage() throws Exception {
            files.failNoMore();
            List<Path> packs = StoreFolder.list(root.resolve("packs")).stream()
                    .filter(file -> file.toString().endsWith(StoreFolder.PACK))
                    .toList();
            if (packs.isEmpty()) {
                return;
            }
            Path pack = packs.get(random.nextInt(packs.size()));
            byte[] bytes = Files.readAllBytes(pack);
            int at = random.nextInt(bytes.length);
            flip(pack, bytes, at);
            int found = 0;
            for (String content : List.copyOf(named.keySet())) {
                found += store.verify(new ContentId(content), IngestProgress.NONE)
                        .size();
            }
            if (found == 0) {
                flip(pack, bytes, at); // another copy counts, or nobody needs the block
                return;
            }
            for (Sample sample : samples) {
                store.add(sample.sources(), IngestProgress.NONE);
                named.put(sample.manifest().contentId().hex(), sample.files());
            }
        }

        private static void flip(Path pack, byte[] bytes, int at) throws Exception {
            bytes[at] ^= 1;
            try (FileChannel file = FileChannel.open(pack, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(bytes, at, 1), at);
            }
        }

        private void check() throws Exception {
            assertThat(store.contents().stream().map(ContentId::hex))
                    .containsExactlyInAnyOrderElementsOf(named.keySet());
            for (Map.Entry<String, Map<String, byte[]>> content : named.entrySet()) {
                ContentId id = new ContentId(content.getKey());
                for (Map.Entry<String, byte[]> file : content.getValue().entrySet()) {
                    assertThat(Arrays.equals(Samples.read(store, id, file.getKey()), file.getValue()))
                            .as("bytes of %s", file.getKey())
                            .isTrue();
                }
            }
        }

        /** The room of whatever nobody names is given back. */
        private void end() throws Exception {
            for (ContentId content : store.unfinished()) {
                store.abandon(content);
            }
            collectTwice();
            check();
            reopen();
            check();
            for (ContentId content : store.contents()) {
                store.remove(content);
            }
            collectTwice();
            assertThat(Samples.files(root)).isEmpty();
        }

        private void collectTwice() throws Exception {
            for (int i = 0; i < 2; i++) {
                now = now.plus(Duration.ofHours(2));
                store.collect(Duration.ZERO, now);
            }
        }
    }
}

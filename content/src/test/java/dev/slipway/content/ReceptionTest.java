package dev.slipway.content;

import static dev.slipway.content.Samples.add;
import static dev.slipway.content.Samples.files;
import static dev.slipway.content.Samples.join;
import static dev.slipway.content.Samples.over;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.read;
import static dev.slipway.content.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReceptionTest {
    private static final RetryPolicy QUICK =
            new RetryPolicy(Duration.ofMillis(100), Duration.ofMillis(1), Duration.ofMillis(20));

    private static final byte[] SHARED = random(30_000_000, 1);
    private static final byte[] FIRST = join(SHARED, random(6_000_000, 2));
    private static final byte[] SECOND = join(SHARED, random(9_000_000, 3));

    // One site for all: points only read it.
    @TempDir
    static Path siteFolder;

    private static ContentStore site;
    private static ContentSource source;
    private static Manifest version1;
    private static Manifest version2;

    @TempDir
    Path folder;

    private ContentStore point;
    private Path pointRoot;

    @BeforeAll
    static void openSite() throws Exception {
        Path root = siteFolder.resolve("site");
        site = ContentStore.open(root);
        version1 = site.manifest(add(site, source(siteFolder, "file", FIRST)).content());
        version2 = site.manifest(add(site, source(siteFolder, "file", SECOND), source(siteFolder, "empty", new byte[0]))
                .content());
        source = ContentSource.inFolder(root);
    }

    @AfterAll
    static void closeSite() throws Exception {
        site.close();
    }

    @BeforeEach
    void openPoint() throws Exception {
        pointRoot = folder.resolve("point");
        point = ContentStore.open(pointRoot);
    }

    @AfterEach
    void closePoint() throws Exception {
        point.close();
    }

    private void reopen() throws Exception {
        point.close();
        point = ContentStore.open(pointRoot);
    }

    private Received receive(Manifest manifest, ReceiveMode mode, ContentSource from) throws Exception {
        return point.receive(manifest, ContentSources.of(from), QUICK, Pace.UNLIMITED, mode, ReceiveProgress.NONE);
    }

    private Received receive(Manifest manifest) throws Exception {
        return receive(manifest, ReceiveMode.MISSING, source);
    }

    /** Gives so many bytes in all, then nothing any more. */
    private ContentSource dyingAfter(long bytes) {
        AtomicLong left = new AtomicLong(bytes);
        return over(source, (pack, offset, length) -> new FilterInputStream(source.open(pack, offset, length)) {
            @Override
            public int read(byte[] target, int from, int count) throws IOException {
                int most = (int) Math.min(count, left.get());
                if (most == 0) {
                    throw new IOException("connection reset");
                }
                int read = super.read(target, from, most);
                left.addAndGet(-read);
                return read;
            }
        });
    }

    private void flip(Path root, PackId pack, long at) throws IOException {
        Path file = root.resolve("packs/" + pack + ".pack");
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    @Tag("DIST-2")
    @Tag("DIST-3")
    void onlyWhatIsMissingTravels() throws Exception {
        assertThat(receive(version1).fetchedBytes()).isEqualTo(FIRST.length);
        Received received = receive(version2);

        assertThat(received.fetchedBytes()).isLessThan(9_000_000 + 4L * ContentCutter.MINIMUM + 4_000_000);
        assertThat(read(point, version2.contentId(), "file")).isEqualTo(SECOND);
        assertThat(read(point, version1.contentId(), "file")).isEqualTo(FIRST);
        assertThat(receive(version2).fetchedBytes()).isZero();
        assertThat(point.unfinished()).isEmpty();
        assertThat(received.bytesBySource()).containsEntry(source.name(), received.fetchedBytes());
    }

    @Test
    @Tag("DIST-11")
    void aPointServesOthersWithItsOwnExtents() throws Exception {
        receive(version1);
        receive(version2);
        ContentStore third = ContentStore.open(folder.resolve("third"));
        try (third) {
            third.receive(
                    version2,
                    ContentSources.of(ContentSource.inFolder(pointRoot)),
                    QUICK,
                    Pace.UNLIMITED,
                    ReceiveMode.MISSING,
                    ReceiveProgress.NONE);
            assertThat(read(third, version2.contentId(), "file")).isEqualTo(SECOND);
        }
    }

    @Test
    void whatHasArrivedStaysWhenTheSourceFailsAndTheNextCallGoesOn() throws Exception {
        long fetched = 0;
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> receive(version1, ReceiveMode.MISSING, dyingAfter(10_000_000)))
                    .satisfies(e -> ContentStoreTest.hasError(e, ContentError.TRANSFER_FAILED));
            assertThat(point.contains(version1.contentId())).isFalse();
            assertThat(point.unfinished()).containsExactly(version1.contentId());
            // Nothing that a wanted content needs is collected.
            point.collect(Duration.ZERO, Instant.now());
            point.collect(Duration.ZERO, Instant.now());
            reopen();
            fetched += 10_000_000;
        }
        Received last = receive(version1);

        assertThat(last.fetchedBytes() + fetched)
                .isBetween((long) FIRST.length, FIRST.length + 3L * Block.MAXIMUM_LENGTH);
        assertThat(read(point, version1.contentId(), "file")).isEqualTo(FIRST);
    }

    @Test
    void anInterruptEndsItAndKeepsWhatHasArrived() throws Exception {
        Thread receiving = Thread.currentThread();
        ContentSource interrupting =
                over(source, (pack, offset, length) -> new FilterInputStream(source.open(pack, offset, length)) {
                    private int left = 20_000_000;

                    @Override
                    public int read(byte[] target, int from, int count) throws IOException {
                        int read = super.read(target, from, Math.min(count, 100_000));
                        left -= read;
                        if (left < 0) {
                            receiving.interrupt();
                        }
                        return read;
                    }
                });
        assertThatThrownBy(() -> receive(version1, ReceiveMode.MISSING, interrupting))
                .isInstanceOf(InterruptedException.class);

        assertThat(receive(version1).fetchedBytes()).isBetween(16_000_000L, 21_000_000L);
    }

    @Test
    void anAbandonedContentIsCollected() throws Exception {
        assertThatThrownBy(() -> receive(version1, ReceiveMode.MISSING, dyingAfter(10_000_000)))
                .isInstanceOf(ContentException.class);
        point.abandon(version1.contentId());
        point.collect(Duration.ZERO, Instant.now());
        point.collect(Duration.ZERO, Instant.now());

        assertThat(files(pointRoot)).isEmpty();
    }

    @Test
    @Tag("DIST-12")
    void aFlippedByteInABlockThatWasThereIsFoundAndOnlyThatBlockFetched() throws Exception {
        receive(version1);
        long missing = receiveElsewhere(version2);
        PackId pack = point.extents(version1.contentId()).extents().getFirst().pack();
        flip(pointRoot, pack, 5_000_000);

        Received received = receive(version2);

        assertThat(received.mended()).hasSize(1);
        assertThat(received.fetchedBytes())
                .isEqualTo(missing + received.mended().getFirst().block().length());
        assertThat(read(point, version2.contentId(), "file")).isEqualTo(SECOND);
        reopen();
        assertThat(read(point, version1.contentId(), "file")).isEqualTo(FIRST);
        assertThat(point.verify(version1.contentId(), IngestProgress.NONE)).isEmpty();
    }

    /** @return what a store that has the first version fetches for another one */
    private long receiveElsewhere(Manifest manifest) throws Exception {
        try (ContentStore other = ContentStore.open(folder.resolve("elsewhere"))) {
            long bytes = 0;
            for (Manifest each : List.of(version1, manifest)) {
                bytes = other.receive(
                                each,
                                ContentSources.of(source),
                                QUICK,
                                Pace.UNLIMITED,
                                ReceiveMode.MISSING,
                                ReceiveProgress.NONE)
                        .fetchedBytes();
            }
            return bytes;
        }
    }

    @Test
    @Tag("DIST-5")
    void whatValidationFoundDamagedIsRepaired() throws Exception {
        receive(version1);
        flip(pointRoot, point.extents(version1.contentId()).extents().getFirst().pack(), 5_000_000);
        List<DamagedBlock> damaged = point.verify(version1.contentId(), IngestProgress.NONE);

        Received received = receive(version1);

        assertThat(received.fetchedBytes()).isEqualTo(damaged.getFirst().block().length());
        assertThat(point.verify(version1.contentId(), IngestProgress.NONE)).isEmpty();
        assertThat(read(point, version1.contentId(), "file")).isEqualTo(FIRST);
    }

    @Test
    @Tag("DIST-4")
    void redistributionFetchesEverythingAndTheNewCopiesCount() throws Exception {
        receive(version1);
        receive(version2);
        List<PackId> old = point.extents(version2.contentId()).extents().stream()
                .map(Extent::pack)
                .distinct()
                .toList();
        flip(pointRoot, old.getFirst(), 5_000_000);
        flip(pointRoot, old.getFirst(), 7_000_000);

        Received received = receive(version2, ReceiveMode.ALL, source);

        assertThat(received.fetchedBytes()).isGreaterThanOrEqualTo(SECOND.length);
        assertThat(received.mended()).isEmpty();
        reopen();
        assertThat(read(point, version2.contentId(), "file")).isEqualTo(SECOND);
        assertThat(point.extents(version2.contentId()).extents().stream()
                        .map(Extent::pack)
                        .filter(old::contains))
                .isEmpty();
        receive(version1);
        point.collect(Duration.ZERO, Instant.now());
        assertThat(point.collect(Duration.ZERO, Instant.now()).freedBytes()).isGreaterThan(20_000_000);
        assertThat(read(point, version2.contentId(), "file")).isEqualTo(SECOND);
        assertThat(read(point, version1.contentId(), "file")).isEqualTo(FIRST);
    }

    @Test
    @Tag("DIST-4")
    void anInterruptedRedistributionGoesOnWhereItStopped() throws Exception {
        receive(version2);
        assertThatThrownBy(() -> receive(version2, ReceiveMode.ALL, dyingAfter(20_000_000)))
                .isInstanceOf(ContentException.class);
        assertThat(point.contains(version2.contentId())).isTrue();
        reopen();

        assertThat(receive(version2, ReceiveMode.ALL, source).fetchedBytes())
                .isBetween((long) SECOND.length - 20_000_000, SECOND.length - 20_000_000L + Block.MAXIMUM_LENGTH);
        assertThat(receive(version2, ReceiveMode.ALL, source).fetchedBytes()).isEqualTo(SECOND.length);
        assertThat(read(point, version2.contentId(), "file")).isEqualTo(SECOND);
    }

    @Test
    void twoVersionsInFlightFetchWhatTheyShareOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Received> one = threads.submit(() -> receive(version1));
            Future<Received> two = threads.submit(() -> receive(version2));
            assertThat(one.get().fetchedBytes() + two.get().fetchedBytes())
                    .isBetween(45_000_000L, 45_000_000L + 3L * Block.MAXIMUM_LENGTH);
        }
        assertThat(read(point, version1.contentId(), "file")).isEqualTo(FIRST);
        assertThat(read(point, version2.contentId(), "file")).isEqualTo(SECOND);
    }

    @Test
    void collectionsBesideItTakeNothingThatItNeeds() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> collecting = threads.submit(() -> {
                while (!end.get()) {
                    point.collect(Duration.ZERO, Instant.now());
                }
                return null;
            });
            for (int round = 0; round < 6; round++) {
                receive(version1);
                receive(version2, round % 2 == 0 ? ReceiveMode.MISSING : ReceiveMode.ALL, source);
                point.remove(version1.contentId());
                assertThat(read(point, version2.contentId(), "file")).isEqualTo(SECOND);
                point.remove(version2.contentId());
            }
            end.set(true);
            collecting.get();
        }
        point.collect(Duration.ZERO, Instant.now());
        point.collect(Duration.ZERO, Instant.now());
        assertThat(files(pointRoot)).isEmpty();
    }

    @Test
    void aKilledReceptionLosesLittleAndGoesOn() throws Exception {
        byte[] large = random(140_000_000, 7);
        Manifest manifest =
                site.manifest(add(site, source(folder, "large", large)).content());
        Path file = folder.resolve("manifest");
        Files.write(file, manifest.encode());
        point.close();
        for (ReceiveMode mode : ReceiveMode.values()) {
            for (int packs : new int[] {0, 1, 1}) {
                killAfter(packs, file, mode);
                point = ContentStore.open(pointRoot);
                if (mode == ReceiveMode.ALL) {
                    assertThat(read(point, manifest.contentId(), "large")).isEqualTo(large);
                }
                point.close();
            }
            point = ContentStore.open(pointRoot);
            point.collect(Duration.ZERO, Instant.now());
            Received rest = receive(manifest, mode, source);
            assertThat(rest.fetchedBytes()).isLessThan(10_000_000);
            assertThat(read(point, manifest.contentId(), "large")).isEqualTo(large);
            assertThat(files(pointRoot)).noneMatch(name -> name.matches("(incoming|committed|wanted)/.*"));
            point.close();
        }
    }

    /** @param packs how many new ones the process shall have committed; a little later it is killed */
    private void killAfter(int packs, Path manifest, ReceiveMode mode) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledReception.class.getName(),
                        pointRoot.toString(),
                        siteFolder.resolve("site").toString(),
                        manifest.toString(),
                        mode.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("open");
            long wanted = committed(mode) + packs;
            while (committed(mode) < wanted && process.isAlive()) {
                Thread.sleep(10);
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** What the process beside this one has finished. It renames and deletes meanwhile, so names are listed and nothing else is asked of them. */
    private long committed(ReceiveMode mode) throws IOException {
        return switch (mode) {
            case MISSING -> named("packs", "*.pack").size();
            case ALL -> {
                long lines = 0;
                for (Path renewed : named("wanted", "*.renewed")) {
                    lines += lines(renewed);
                }
                yield lines;
            }
        };
    }

    private List<Path> named(String folderName, String pattern) throws IOException {
        List<Path> found = new ArrayList<>();
        Path in = pointRoot.resolve(folderName);
        if (Files.exists(in)) {
            try (DirectoryStream<Path> names = Files.newDirectoryStream(in, pattern)) {
                names.forEach(found::add);
            }
        }
        return found;
    }

    /** @return 0 when the file has gone, for its reception has come to its end */
    private static long lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file).size();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    @Test
    void progressCountsFromWhatIsThereToTheWholeAndThenVerifies() throws Exception {
        receive(version1);
        List<Long> fetching = new ArrayList<>();
        List<Long> verifying = new ArrayList<>();
        point.receive(
                version2,
                ContentSources.of(source),
                QUICK,
                Pace.UNLIMITED,
                ReceiveMode.MISSING,
                (phase, done, total, fetched) -> {
                    assertThat(total).isEqualTo(SECOND.length);
                    (phase == ReceiveProgress.Phase.FETCHING ? fetching : verifying).add(done);
                });

        assertThat(fetching.getFirst()).isBetween(20_000_000L, 30_000_000L);
        assertThat(fetching.getLast()).isEqualTo(SECOND.length);
        assertThat(verifying.getLast()).isEqualTo(SECOND.length);
    }

    @Test
    @Tag("DIST-10")
    void aPulseIsABlockAndAPauseForAllTransfersTogether() throws Exception {
        Pace pace = Pace.pulse(1_000_000, Duration.ofMillis(10));
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Received> one = threads.submit(() -> receiveAt(pace, version1));
            Future<Received> two = threads.submit(() -> receiveAt(pace, version2));
            one.get();
            two.get();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(440));
        assertThat(point.contains(version2.contentId())).isTrue();
    }

    private Received receiveAt(Pace pace, Manifest manifest) throws Exception {
        return point.receive(
                manifest, ContentSources.of(source), QUICK, pace, ReceiveMode.MISSING, ReceiveProgress.NONE);
    }

    @Test
    @Tag("DIST-10")
    void aPercentageLeavesTheLineIdleForTheRestOfTheTime() throws Exception {
        Pace pace = Pace.percent(25);
        long start = System.nanoTime();
        pace.received(1000, Duration.ofMillis(20));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(60), Duration.ofMillis(200));
    }
}

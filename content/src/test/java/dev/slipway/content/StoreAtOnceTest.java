package dev.slipway.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contents that share blocks come, move, are damaged and go from several threads. The seed stands in the failure; {@code slipway.test.seed}
 * sets the first one, {@code slipway.test.seeds} how many are tried.
 */
@Tag("DIST-1")
@Tag("DIST-4")
@Tag("DIST-5")
class StoreAtOnceTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 3;
    private static final int STEPS = 15;
    private static final long SEED = Long.getLong("slipway.test.seed", System.nanoTime());
    private static final int SEEDS = Integer.getInteger("slipway.test.seeds", 6);

    @TempDir
    Path folder;

    private final ScheduledExecutorService cancels = Executors.newScheduledThreadPool(1);

    @AfterEach
    void stop() {
        cancels.shutdownNow();
    }

    @Test
    @Timeout(value = 24, unit = TimeUnit.HOURS)
    void noBlockThatAContentNamesIsLost() throws Exception {
        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            try {
                work(seed, Files.createDirectory(folder.resolve("seed" + seed)));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("With -Dslipway.test.seed=" + seed + ": " + e, e);
            }
        }
    }

    private void work(long seed, Path own) throws Exception {
        StoreWork work = StoreWork.open(own, seed, seed % 2 == 1);
        for (int round = 0; round < ROUNDS; round++) {
            ExecutorService executor = Executors.newFixedThreadPool(THREADS);
            try {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    Random random = new Random(seed * 100 + round * 10L + i);
                    all.add(executor.submit(() -> {
                        for (int step = 0; step < STEPS; step++) {
                            step(work, random);
                        }
                        return null;
                    }));
                }
                for (Future<?> one : all) {
                    one.get(60, TimeUnit.SECONDS);
                }
            } finally {
                executor.shutdownNow();
            }
            work.check();
            work.reopen();
        }
        work.end();
    }

    /** Every other time as an operation that somebody cancels. */
    private void step(StoreWork work, Random random) throws Exception {
        Thread worker = Thread.currentThread();
        int microseconds = random.nextBoolean() ? random.nextInt(6_000) : 60_000_000;
        Future<?> cancel = cancels.schedule(worker::interrupt, microseconds, TimeUnit.MICROSECONDS);
        try {
            work.step(random);
        } catch (InterruptedException | InterruptedIOException | ClosedByInterruptException e) {
            // That was asked for, maybe a step too late.
        } finally {
            cancel.cancel(false);
            Thread.interrupted();
        }
    }

    @Test
    @Timeout(120)
    void aKillAtAnyMomentLeavesEveryContentWhole() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < SEEDS; i++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledStoreWork.class.getName(),
                            folder.toString(),
                            Long.toString(SEED),
                            Integer.toString(i))
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader out = process.inputReader()) {
                assertThat(out.readLine()).as("seed %d", SEED).isEqualTo("whole");
                process.waitFor(random.nextInt(250), TimeUnit.MILLISECONDS);
                assertThat(process.isAlive()).as("seed %d", SEED).isTrue();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        StoreWork.open(folder, SEED, false).end();
    }
}

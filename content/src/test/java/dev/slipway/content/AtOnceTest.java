package dev.slipway.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wim.ByteRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Contents that share blocks come and go from several threads while others are collected and validated; the seed stands in the failure. */
class AtOnceTest {
    private static final int BLOCK_BYTES = 500;
    private static final int FILES = 3;
    private static final int THREADS = 4;
    private static final int STEPS = 250;

    @TempDir
    Path folder;

    /** How many users a content has; a content without one is removed under the same lock, as the site does it. */
    private final Map<ContentId, Integer> users = new HashMap<>();

    private final ScheduledExecutorService cancels = Executors.newScheduledThreadPool(1);
    private final List<SourceFile> sources = new ArrayList<>();

    @Test
    @Timeout(120)
    void noBlockIsLost() throws Exception {
        long seed = Long.getLong("slipway.test.seed", System.nanoTime());
        makeSources(new Random(seed));
        try (ContentStore store = ContentStore.open(folder.resolve("store"))) {
            try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    Random random = new Random(seed + 1 + i);
                    all.add(executor.submit(() -> {
                        for (int step = 0; step < STEPS; step++) {
                            interruptible(() -> step(store, random));
                        }
                        return null;
                    }));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            }
            for (ContentId content : store.contents()) {
                assertThat(store.verify(content, IngestProgress.NONE))
                        .as("seed %d", seed)
                        .isEmpty();
            }
            assertThat(store.contents()).as("seed %d", seed).containsAll(users.keySet());
        }
    }

    private void makeSources(Random random) throws Exception {
        List<byte[]> pool = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            byte[] block = new byte[BLOCK_BYTES];
            random.nextBytes(block);
            pool.add(block);
        }
        List<ByteRange> ranges = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ranges.add(new ByteRange((long) i * BLOCK_BYTES, BLOCK_BYTES));
        }
        Cutter fixed = new WimCutter(ranges);
        for (int i = 0; i < FILES; i++) {
            Path file = folder.resolve("source" + i);
            try (var out = Files.newOutputStream(file)) {
                for (int block = 0; block < 4; block++) {
                    out.write(pool.get(random.nextInt(pool.size())));
                }
            }
            // The same blocks under several names are several contents, whose packs are the same.
            for (String name : List.of("a", "b", "c")) {
                sources.add(new SourceFile(name, file, fixed));
            }
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /** As an operation that somebody cancels. */
    private void interruptible(Work work) throws Exception {
        Thread worker = Thread.currentThread();
        Future<?> cancel = cancels.schedule(worker::interrupt, new Random().nextInt(12_000), TimeUnit.MICROSECONDS);
        try {
            work.run();
        } catch (InterruptedException e) {
            // That was asked for.
        } finally {
            cancel.cancel(false);
            Thread.interrupted();
        }
    }

    private void step(ContentStore store, Random random) throws Exception {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> add(store, random);
            case 3, 4 -> removeOne(store, random);
            case 5, 6 -> store.collect(Duration.ZERO, Instant.now());
            default -> {
                for (ContentId content : store.contents()) {
                    validate(store, content);
                }
            }
        }
    }

    private static void validate(ContentStore store, ContentId content) throws Exception {
        try {
            store.verify(content, IngestProgress.NONE);
        } catch (ContentException e) {
            assertThat(e.error()).isEqualTo(ContentError.CONTENT_UNKNOWN);
        }
    }

    private void add(ContentStore store, Random random) throws Exception {
        SourceFile source = sources.get(random.nextInt(sources.size()));
        while (true) {
            ContentId added = store.add(List.of(source), IngestProgress.NONE).content();
            synchronized (users) {
                if (store.contains(added)) {
                    users.merge(added, 1, Integer::sum);
                    return;
                }
            }
        }
    }

    private void removeOne(ContentStore store, Random random) throws Exception {
        synchronized (users) {
            List<ContentId> all = List.copyOf(users.keySet());
            if (!all.isEmpty()) {
                ContentId one = all.get(random.nextInt(all.size()));
                users.remove(one);
                store.remove(one);
            }
        }
    }
}

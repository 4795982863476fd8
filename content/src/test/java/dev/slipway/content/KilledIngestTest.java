package dev.slipway.content;

import static dev.slipway.content.Samples.add;
import static dev.slipway.content.Samples.files;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.read;
import static dev.slipway.content.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KilledIngestTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void aKilledIngestLeavesAllOrNothing() throws Exception {
        byte[] old = random(1_000_000, 1);
        byte[] data = random(150_000_000, 2);
        Path root = folder.resolve("store");
        ContentId kept;
        try (ContentStore store = ContentStore.open(root)) {
            kept = add(store, source(folder, "kept", old)).content();
        }
        List<String> before = files(root);
        SourceFile source = source(folder, "file", data);

        for (int milliseconds : new int[] {0, 20, 60, 120, 200, 300, 450}) {
            killAfter(milliseconds, root, Path.of(source.source().name()));
            try (ContentStore store = ContentStore.open(root)) {
                if (store.contents().size() == 1) {
                    assertThat(files(root))
                            .as("killed after %d ms", milliseconds)
                            .isEqualTo(before);
                } else {
                    ContentId added = store.contents().stream()
                            .filter(id -> !id.equals(kept))
                            .findFirst()
                            .orElseThrow();
                    assertThat(store.verify(added, IngestProgress.NONE)).isEmpty();
                    removeAgain(store, root, added, before);
                }
                assertThat(read(store, kept, "kept")).isEqualTo(old);
            }
        }
    }

    private static void removeAgain(ContentStore store, Path root, ContentId added, List<String> before)
            throws Exception {
        store.remove(added);
        store.collect(java.time.Duration.ZERO, java.time.Instant.now());
        store.collect(java.time.Duration.ZERO, java.time.Instant.now());
        assertThat(files(root)).isEqualTo(before);
    }

    private static void killAfter(int milliseconds, Path root, Path source) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledIngest.class.getName(),
                        root.toString(),
                        source.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("open");
            process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** A kill can come between any two renames; each of those states is made by hand here. */
    @Test
    void aCommittedIngestIsFinishedWhateverHasBeenMovedAlready() throws Exception {
        Path root = folder.resolve("store");
        byte[] data = random(3_000_000, 1);
        ContentId content;
        try (ContentStore store = ContentStore.open(root)) {
            content = add(store, source(folder, "file", data)).content();
        }
        List<String> whole = files(root);
        for (int moved = 0; moved <= whole.size(); moved++) {
            Path committed = Files.createDirectory(root.resolve("committed/1"));
            Set<String> names = new TreeSet<>(whole);
            names.removeIf(name -> name.startsWith("extents/")); // made anew when the store is opened
            names.stream().skip(moved).forEach(name -> move(root.resolve(name), committed));
            try (ContentStore store = ContentStore.open(root)) {
                assertThat(read(store, content, "file")).isEqualTo(data);
            }
            assertThat(files(root)).isEqualTo(whole);
            assertThat(committed).doesNotExist();
        }
    }

    private static void move(Path file, Path folder) {
        try {
            Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package dev.slipway.content;

import static dev.slipway.content.Samples.add;
import static dev.slipway.content.Samples.files;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.read;
import static dev.slipway.content.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a volume of 40 MB of its own, which only root can mount. */
class OutOfSpaceTest {
    @TempDir
    Path folder;

    private Path volume;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        volume = Files.createDirectory(folder.resolve("volume"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", volume.toString()) == 0;
        assumeTrue(mounted, "Skipped: mounting a small volume needs root");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", volume.toString())).isZero();
        }
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void whatCannotFitIsRefusedBeforeAnythingIsRead() throws Exception {
        try (ContentStore store = ContentStore.open(volume)) {
            SourceFile source = source(folder, "a", random(50_000_000, 1));
            assertThatThrownBy(() -> store.add(List.of(source), (done, total) -> {
                        throw new AssertionError("read " + done);
                    }))
                    .satisfies(e -> ContentStoreTest.hasError(e, ContentError.OUT_OF_SPACE))
                    .hasMessageContaining("50000000 bytes are needed");
            assertThat(files(volume)).isEmpty();
        }
    }

    @Test
    void anIngestThatRunsOutOfSpaceLeavesNothingAndTheStoreUsable() throws Exception {
        byte[] old = random(15_000_000, 1);
        try (ContentStore store = ContentStore.open(volume)) {
            ContentId kept = add(store, source(folder, "kept", old)).content();
            List<String> before = files(volume);
            // It might have shared what is there, so only writing shows that it does not fit.
            SourceFile source = source(folder, "large", random(38_000_000, 2));

            assertThatThrownBy(() -> add(store, source))
                    .satisfies(e -> ContentStoreTest.hasError(e, ContentError.OUT_OF_SPACE));
            assertThat(files(volume)).isEqualTo(before);
            assertThat(read(store, kept, "kept")).isEqualTo(old);
            add(store, source(folder, "small", random(1_000_000, 3)));
        }
    }
}

package dev.slipway.content;

import static dev.slipway.content.Samples.add;
import static dev.slipway.content.Samples.files;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.read;
import static dev.slipway.content.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

    @Test
    void anIngestWhoseLastBytesDoNotFitLeavesNothing() throws Exception {
        try (ContentStore store = ContentStore.open(volume)) {
            add(store, source(folder, "kept", random(38_000_000, 1)));
            List<String> before = files(volume);
            // One buffer is enough for it: nothing else is asked for after the write that fails.
            SourceFile source = source(folder, "small", random(4_000_000, 2));

            assertThatThrownBy(() -> add(store, source))
                    .satisfies(e -> ContentStoreTest.hasError(e, ContentError.OUT_OF_SPACE));
            assertThat(files(volume)).isEqualTo(before);
        }
    }

    @Test
    void whatArrivedBeforeTheSpaceRanOutStaysAndTheRestFollowsWhenThereIsRoom() throws Exception {
        byte[] data = random(30_000_000, 1);
        try (ContentStore site = ContentStore.open(folder.resolve("site"));
                ContentStore point = ContentStore.open(volume)) {
            Manifest manifest =
                    site.manifest(add(site, source(folder, "file", data)).content());
            ContentSource disk = ContentSource.inFolder(folder.resolve("site"));
            ContentSource filling = Samples.over(disk, (pack, offset, length) -> {
                Files.write(volume.resolve("something else"), new byte[20_000_000]);
                return disk.open(pack, offset, length);
            });
            AtomicBoolean broken = new AtomicBoolean();
            ContentSource breaking = Samples.over(disk, (pack, offset, length) -> {
                if (broken.getAndSet(true)) {
                    throw new IOException("connection refused");
                }
                return new ByteArrayInputStream(disk.open(pack, offset, length).readNBytes(8_000_000));
            });
            assertThatThrownBy(() -> receive(point, manifest, breaking)).isInstanceOf(ContentException.class);

            assertThatThrownBy(() -> receive(point, manifest, filling))
                    .satisfies(e -> ContentStoreTest.hasError(e, ContentError.OUT_OF_SPACE))
                    .hasMessageContaining("What has arrived stays");
            assertThatThrownBy(() -> receive(point, manifest, disk))
                    .satisfies(e -> ContentStoreTest.hasError(e, ContentError.OUT_OF_SPACE))
                    .hasMessageContaining("more bytes are needed");
            Files.delete(volume.resolve("something else"));

            assertThat(receive(point, manifest, disk).fetchedBytes()).isLessThan(30_000_000 - 4_000_000);
            assertThat(read(point, manifest.contentId(), "file")).isEqualTo(data);
        }
    }

    private static Received receive(ContentStore store, Manifest manifest, ContentSource source) throws Exception {
        return store.receive(
                manifest,
                ContentSources.of(source),
                new RetryPolicy(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(1)),
                Pace.UNLIMITED,
                ReceiveMode.MISSING,
                ReceiveProgress.NONE);
    }
}

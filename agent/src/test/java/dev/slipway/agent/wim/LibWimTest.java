package dev.slipway.agent.wim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs the Debian packages libwim15, wimtools and ntfs-3g. */
@Tag("STEP-1")
final class LibWimTest {
    @TempDir
    static Path folder;

    private static LibWim libWim;
    private static Path plain;
    private static Path pipable;

    @BeforeAll
    static void capture() throws Exception {
        libWim = LibWim.load();
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/größe"), "Überall UTF-8");
        byte[] big = new byte[3_000_000];
        new java.util.Random(1).nextBytes(big);
        Files.write(tree.resolve("big"), big);
        Files.createSymbolicLink(tree.resolve("link"), Path.of("etc/größe"));
        Files.setAttribute(tree.resolve("big"), "unix:mode", 0104751);
        Files.createLink(tree.resolve("hard"), tree.resolve("big"));
        plain = folder.resolve("plain.wim");
        pipable = folder.resolve("pipable.wim");
        tool("wimlib-imagex", "capture", tree.toString(), plain.toString(), "Tree", "--compress=XPRESS", "--unix-data");
        tool("wimlib-imagex", "export", plain.toString(), "1", pipable.toString(), "--pipable");
    }

    private static void tool(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void versionIsThatOfTheSeriesWeKnow() {
        assertThat(libWim.version()).matches("1\\.1[34]\\.\\d+.*");
    }

    @Test
    void extractsToDirectoryWithModesAndLinks() throws Exception {
        Path target = Files.createDirectory(folder.resolve("directory"));

        libWim.extract(plain, 1, target, EnumSet.of(ExtractOption.UNIX_DATA), ExtractProgress.NONE);

        assertSameTree(target);
    }

    @Test
    void extractsFromPipeAndTellsProgress() throws Exception {
        Path target = Files.createDirectory(folder.resolve("piped"));
        List<Long> done = new ArrayList<>();
        List<Long> totals = new ArrayList<>();

        PipedExtraction.extract(
                libWim,
                out -> Files.copy(pipable, out),
                target,
                EnumSet.of(ExtractOption.UNIX_DATA),
                (stage, now, total) -> {
                    if (stage == ExtractProgress.Stage.DATA) {
                        done.add(now);
                        totals.add(total);
                    }
                });

        assertSameTree(target);
        assertThat(done).isSorted();
        assertThat(done.getLast()).isEqualTo(totals.getLast()).isGreaterThan(3_000_000L);
    }

    @Test
    void extractsToNtfsVolumeThatIsNotMounted() throws Exception {
        Path volume = volume("ntfs.img");

        PipedExtraction.extract(
                libWim,
                out -> Files.copy(pipable, out),
                volume,
                EnumSet.of(ExtractOption.NTFS_VOLUME),
                ExtractProgress.NONE);

        Path captured = folder.resolve("captured.wim");
        tool("wimlib-imagex", "capture", volume.toString(), captured.toString(), "Back", "--compress=none");
        Path back = Files.createDirectory(folder.resolve("back"));
        libWim.extract(captured, 1, back, Set.of(), ExtractProgress.NONE);
        assertThat(back.resolve("big")).hasSameBinaryContentAs(folder.resolve("tree/big"));
        assertThat(back.resolve("etc/größe")).hasContent("Überall UTF-8");
    }

    private static Path volume(String name) throws IOException, InterruptedException {
        Path volume = folder.resolve(name);
        try (var file = new java.io.RandomAccessFile(volume.toFile(), "rw")) {
            file.setLength(32L << 20);
        }
        tool("mkntfs", "-F", "-Q", volume.toString());
        return volume;
    }

    @Test
    void missingFileIsNamedInTheMessage() {
        Path missing = folder.resolve("missing.wim");

        assertThatThrownBy(() -> libWim.extract(missing, 1, folder, Set.of(), ExtractProgress.NONE))
                .isInstanceOf(LibWimException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("No such file");
    }

    @Test
    void imageThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> libWim.extract(plain, 9, folder, Set.of(), ExtractProgress.NONE))
                .isInstanceOfSatisfying(
                        LibWimException.class, e -> assertThat(e.errorCode()).isEqualTo(18));
    }

    @Test
    void sourceThatBreaksOffIsBlamedAndNotLibWim() throws Exception {
        Path target = Files.createDirectory(folder.resolve("broken"));

        assertThatThrownBy(() -> PipedExtraction.extract(
                        libWim,
                        out -> {
                            out.write(Files.readAllBytes(pipable), 0, 500_000);
                            throw new IOException("the network is gone");
                        },
                        target,
                        Set.of(),
                        ExtractProgress.NONE))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("the network is gone");
    }

    @Test
    void streamThatEndsEarlyIsAnError() throws Exception {
        Path target = Files.createDirectory(folder.resolve("short"));

        assertThatThrownBy(() -> PipedExtraction.extract(
                        libWim,
                        out -> out.write(Files.readAllBytes(pipable), 0, 500_000),
                        target,
                        Set.of(),
                        ExtractProgress.NONE))
                .isInstanceOf(LibWimException.class);
    }

    @Test
    void corruptBlobIsAnError() throws Exception {
        Path target = Files.createDirectory(folder.resolve("corrupt"));
        byte[] bytes = Files.readAllBytes(pipable);
        bytes[1_500_000] ^= 1;

        assertThatThrownBy(() -> PipedExtraction.extract(
                        libWim, out -> out.write(bytes), target, Set.of(), ExtractProgress.NONE))
                .isInstanceOf(LibWimException.class);
    }

    @Test
    void endlessSourceIsStoppedWhenLibWimFails() throws Exception {
        Path target = Files.createDirectory(folder.resolve("endless"));

        assertThatThrownBy(() -> PipedExtraction.extract(
                        libWim, LibWimTest::writeNonsense, target, Set.of(), ExtractProgress.NONE))
                .isInstanceOf(LibWimException.class);
    }

    private static void writeNonsense(OutputStream out) throws IOException {
        byte[] nonsense = new byte[100_000];
        while (true) {
            out.write(nonsense);
        }
    }

    @Test
    void listenerThatThrowsStopsTheExtraction() throws Exception {
        Path target = Files.createDirectory(folder.resolve("thrown"));

        assertThatThrownBy(() -> libWim.extract(plain, 1, target, Set.of(), (stage, now, total) -> {
                    throw new IllegalArgumentException("listener");
                }))
                .hasRootCauseMessage("listener");
    }

    @Test
    void interruptStopsTheExtraction() throws Exception {
        Path target = Files.createDirectory(folder.resolve("interrupted"));

        assertThatThrownBy(() -> libWim.extract(
                        plain,
                        1,
                        target,
                        Set.of(),
                        (stage, now, total) -> Thread.currentThread().interrupt()))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    private static void assertSameTree(Path target) throws IOException {
        assertThat(target.resolve("big")).hasSameBinaryContentAs(folder.resolve("tree/big"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("big"))))
                .isEqualTo("rwxr-x--x");
        assertThat((int) Files.getAttribute(target.resolve("big"), "unix:mode") & 04000)
                .isEqualTo(04000);
        assertThat(Files.isSameFile(target.resolve("hard"), target.resolve("big")))
                .isTrue();
        assertThat(Files.isSymbolicLink(target.resolve("link"))).isTrue();
        assertThat(Files.exists(target.resolve("link"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(target.resolve("etc/größe")).hasContent("Überall UTF-8");
    }
}

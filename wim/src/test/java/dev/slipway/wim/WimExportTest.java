package dev.slipway.wim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** wimlib accepts what {@link WimExport} writes, and finds in it what it would have written itself. */
@Tag("IMG-4")
class WimExportTest {
    private final Path folder;

    WimExportTest() throws IOException {
        folder = SampleWims.freshFolder();
    }

    /** The sample tree as image 1, and a small one as image 2 that shares a file with it. */
    private Path twoImages(String options) throws Exception {
        Path source = folder.resolve("two.wim");
        Path small = Files.createDirectory(folder.resolve("small"));
        Files.writeString(small.resolve("only here"), "text of the second image");
        Files.writeString(small.resolve("only here, too"), SampleTree.text(123_456));
        Files.copy(SampleWims.tree().resolve("data/text.txt"), small.resolve("shared"));
        Files.createLink(small.resolve("shared by name"), small.resolve("shared"));
        SampleTree.setTimes(small);
        Files.copy(SampleWims.capture(options), source);
        Wimlib.run("append", small, source, "Second & last", "desc <2>", "--boot");
        return source;
    }

    private Path export(Path source, List<Integer> indexes, WimExport.Option... options) throws IOException {
        Path target = folder.resolve("exported.wim");
        try (WimFile wim = WimFile.open(source)) {
            WimExport.of(wim, indexes).write(target, Progress.NONE, options);
        }
        return target;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--compress=none",
                "--compress=none --pipable",
                "--compress=XPRESS --chunk-size=4K",
                "--compress=XPRESS --chunk-size=32K --check",
                "--compress=XPRESS --chunk-size=16K --pipable",
                "--compress=LZX --chunk-size=32K",
                "--compress=LZX:20 --chunk-size=32K --pipable",
                "--compress=LZX --chunk-size=2M",
                "--compress=LZMS --chunk-size=32K",
                "--solid",
                "--solid --solid-compress=LZX",
                "--compress=XPRESS --solid --solid-compress=LZMS:80 --solid-chunk-size=2M"
            })
    void wimlibVerifiesAndAppliesEachExportedImage(String options) throws Exception {
        Path source = twoImages(options);
        for (int index : List.of(1, 2)) {
            Path target = folder.resolve("exported" + index + ".wim");
            try (WimFile wim = WimFile.open(source)) {
                WimExport.of(wim, List.of(index)).write(target, Progress.NONE, WimExport.Option.INTEGRITY_TABLE);
            }

            Wimlib.run("verify", target);
            Path applied = folder.resolve("applied" + index);
            Wimlib.run("apply", target, 1, applied, "--norpfix", "--check");
            assertThat(Trees.describe(applied))
                    .isEqualTo(Trees.describe(index == 1 ? SampleWims.tree() : folder.resolve("small")));
            try (WimFile wim = WimFile.open(target)) {
                wim.verify(Progress.NONE);
                assertThat(wim.header().pipable()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--compress=none",
                "--compress=XPRESS --chunk-size=32K",
                "--compress=LZX --chunk-size=32K --check",
                "--compress=LZMS --chunk-size=32K",
                "--solid --check"
            })
    void theResultIsWhatWimlibExports(String options) throws Exception {
        Path source = twoImages(options);
        Path theirs = folder.resolve("theirs.wim");
        boolean check = options.contains("--check");
        Wimlib.run("export", source, 2, theirs, "--boot", check ? "--check" : "--no-check");

        Path ours = check ? export(source, List.of(2), WimExport.Option.INTEGRITY_TABLE) : export(source, List.of(2));

        assertThat(facts(ours)).isEqualTo(facts(theirs));
        assertThat(blobs(ours)).isEqualTo(blobs(theirs));
        assertThat(totalBytes(ours)).isEqualTo(positionOfXml(ours));
        assertThat(totalBytes(theirs)).isEqualTo(positionOfXml(theirs));
    }

    /** What wimlib tells of a file and its images, but for what differs between any two files. */
    private static List<String> facts(Path file) {
        return Wimlib.run("info", file)
                .lines()
                .filter(line -> !line.matches("(Path|GUID|Size|Total Bytes|Part Number):.*"))
                .toList();
    }

    private static Map<String, String> blobs(Path file) {
        Map<String, String> blobs = new TreeMap<>();
        Map<String, String> fields = new HashMap<>();
        for (String line : Wimlib.run("info", file, "--blobs").lines().toList()) {
            String[] parts = line.split("\\s*=\\s*", 2);
            fields.put(parts[0], parts[parts.length - 1]);
            if (parts[0].equals("Reference Count")) {
                blobs.put(
                        String.valueOf(fields.get("Hash")),
                        fields.get("Uncompressed size") + ", " + fields.get("Reference Count") + " references");
            }
        }
        assertThat(blobs).isNotEmpty();
        return blobs;
    }

    private static long totalBytes(Path file) throws IOException {
        try (WimFile wim = WimFile.open(file)) {
            String xml = wim.xml().replaceAll("(?s)<IMAGE.*</IMAGE>", "");
            int start = xml.indexOf("<TOTALBYTES>") + "<TOTALBYTES>".length();
            return Long.parseLong(xml.substring(start, xml.indexOf('<', start)));
        }
    }

    private static long positionOfXml(Path file) throws IOException {
        try (WimFile wim = WimFile.open(file)) {
            return wim.header().xml().offset();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--compress=none", "--compress=XPRESS", "--compress=LZX", "--compress=LZMS", "--solid --check"})
    void everyResourceIsTheSameBytesInTheSameOrder(String options) throws Exception {
        Path source = twoImages(options);
        Path target = export(source, List.of(1));

        byte[] before = Files.readAllBytes(source);
        byte[] after = Files.readAllBytes(target);
        try (WimFile from = WimFile.open(source);
                WimFile to = WimFile.open(target)) {
            assertThat(to.header().compression()).isEqualTo(from.header().compression());
            assertThat(to.header().chunkSize()).isEqualTo(from.header().chunkSize());
            assertThat(to.header().guid()).isNotEqualTo(from.header().guid());
            for (Blob blob : to.blobs()) {
                assertThat(bytes(after, blob)).isEqualTo(bytes(before, from.require(blob.sha1())));
            }
            assertThat(bytes(after, to.metadata(1))).isEqualTo(bytes(before, from.metadata(1)));
            assertThat(to.blobs().stream().map(Blob::sha1))
                    .containsExactlyElementsOf(
                            from.blobsNeededBy(1).stream().map(Blob::sha1).toList());
        }
    }

    private static byte[] bytes(byte[] file, Blob blob) {
        return Arrays.copyOfRange(
                file, (int) blob.resource().offset(), (int) blob.resource().end());
    }

    @Test
    void severalImagesAreRenumberedInTheOrderAskedFor() throws Exception {
        Path target = export(twoImages("--compress=LZX --chunk-size=32K"), List.of(2, 1));

        Wimlib.run("verify", target);
        try (WimFile wim = WimFile.open(target)) {
            assertThat(wim.images()).extracting(ImageInfo::name).containsExactly("Second & last", "Sample");
            assertThat(wim.images()).extracting(ImageInfo::description).containsExactly("desc <2>", "A sample");
            assertThat(wim.image(1).find("/only here")).isPresent();
            assertThat(wim.image(2).find("/data/text.txt")).isPresent();
        }
    }

    @Test
    void theImageToBootStaysSoOnlyIfItWasExported() throws Exception {
        Path source = twoImages("--compress=XPRESS");
        try (WimFile wim = WimFile.open(export(source, List.of(1, 2)))) {
            assertThat(wim.header().bootIndex()).isEqualTo(2);
            assertThat(wim.header().bootMetadata().offset())
                    .isEqualTo(wim.metadata(2).resource().offset());
        }
        try (WimFile wim = WimFile.open(export(source, List.of(1), WimExport.Option.REPLACE))) {
            assertThat(wim.header().bootIndex()).isZero();
            assertThat(wim.header().bootMetadata().isPresent()).isFalse();
        }
    }

    @Test
    void aSolidResourceIsKeptWholeAndThatIsTold() throws Exception {
        Path source = SampleWims.capture("--solid");
        Path two = folder.resolve("two.wim");
        Path small = Files.createDirectory(folder.resolve("small"));
        Files.copy(SampleWims.tree().resolve("data/text.txt"), small.resolve("shared"));
        Files.copy(source, two);
        Wimlib.run("append", small, two, "Second");
        try (WimFile wim = WimFile.open(two)) {
            WimExport export = WimExport.of(wim, List.of(2));
            assertThat(export.unusedSolidBytes()).isGreaterThan(1_000_000);
            assertThat(WimExport.of(wim, List.of(1)).unusedSolidBytes()).isZero();
        }
        try (WimFile wim = WimFile.open(export(two, List.of(2)))) {
            assertThat(wim.blobs()).hasSize(1);
        }
    }

    /** UPG-2: the tree's own WIM is overwritten by its export. */
    @Test
    @Tag("UPG-2")
    void theSourceItselfCanBeReplaced() throws Exception {
        Path source = twoImages("--compress=LZX --chunk-size=32K");
        try (WimFile wim = WimFile.open(source)) {
            WimExport.of(wim, List.of(2)).write(source, Progress.NONE, WimExport.Option.REPLACE);
        }
        Wimlib.run("verify", source);
        try (WimFile wim = WimFile.open(source)) {
            assertThat(wim.images()).extracting(ImageInfo::name).containsExactly("Second & last");
        }
    }

    @Test
    void anExistingFileIsNotReplacedUnasked() throws Exception {
        Path target = Files.writeString(folder.resolve("exported.wim"), "precious");
        assertThatThrownBy(() -> export(SampleWims.capture("--compress=XPRESS"), List.of(1)))
                .isInstanceOfSatisfying(
                        WimException.class, e -> assertThat(e.code()).isEqualTo(WimException.Code.TARGET_EXISTS));
        assertThat(target).hasContent("precious");
    }

    @Test
    void anInterruptLeavesNothingBehind() throws Exception {
        Path source = SampleWims.capture("--compress=none");
        Path target = folder.resolve("exported.wim");
        try (WimFile wim = WimFile.open(source)) {
            WimExport export = WimExport.of(wim, List.of(1));
            Progress interruptAtHalf = (done, total) -> {
                if (done > total / 2) {
                    Thread.currentThread().interrupt();
                }
            };
            assertThatThrownBy(() -> export.write(target, interruptAtHalf)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anImageThatIsNotThereIsRefused() throws Exception {
        try (WimFile wim = WimFile.open(SampleWims.capture("--compress=XPRESS"))) {
            assertThatThrownBy(() -> WimExport.of(wim, List.of(2)))
                    .isInstanceOfSatisfying(
                            WimException.class, e -> assertThat(e.code()).isEqualTo(WimException.Code.NO_SUCH_IMAGE));
            assertThatThrownBy(() -> WimExport.of(wim, List.of(1, 1))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aVolumeThatIsTooSmallIsRefusedBeforeAnythingIsWritten() throws Exception {
        Path mount = Files.createDirectory(folder.resolve("mount"));
        Wimlib.Outcome mounted =
                Wimlib.execute(null, List.of("mount", "-t", "tmpfs", "-o", "size=1M", "none", mount.toString()));
        org.junit.jupiter.api.Assumptions.assumeTrue(mounted.exitCode() == 0, "only root can mount");
        try (WimFile wim = WimFile.open(SampleWims.capture("--compress=none"))) {
            assertThatThrownBy(() -> WimExport.of(wim, List.of(1)).write(mount.resolve("x.wim"), Progress.NONE))
                    .isInstanceOfSatisfying(
                            WimException.class, e -> assertThat(e.code()).isEqualTo(WimException.Code.NO_SPACE));
            assertThat(mount).isEmptyDirectory();
        } finally {
            Wimlib.execute(null, List.of("umount", mount.toString()));
        }
    }
}

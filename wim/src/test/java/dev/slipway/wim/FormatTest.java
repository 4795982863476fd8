package dev.slipway.wim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every compression and layout that wimlib can write is read back as it was. */
@Tag("IMG-2")
class FormatTest {
    private final Path folder;

    FormatTest() throws IOException {
        folder = SampleWims.freshFolder();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--compress=none",
                "--compress=none --pipable",
                "--compress=none --check",
                "--compress=XPRESS --chunk-size=4K",
                "--compress=XPRESS --chunk-size=8K --check",
                "--compress=XPRESS --chunk-size=16K --pipable",
                "--compress=XPRESS --chunk-size=32K",
                "--compress=XPRESS --chunk-size=64K",
                "--compress=LZX --chunk-size=32K",
                "--compress=LZX:20 --chunk-size=32K --pipable",
                "--compress=LZX:100 --chunk-size=32K",
                "--compress=LZX --chunk-size=64K",
                "--compress=LZX --chunk-size=128K",
                "--compress=LZX --chunk-size=256K",
                "--compress=LZX --chunk-size=512K",
                "--compress=LZX --chunk-size=1M",
                "--compress=LZX --chunk-size=2M --pipable --check",
                "--compress=LZMS --chunk-size=32K",
                "--compress=LZMS --chunk-size=128K --pipable",
                "--compress=LZMS:100 --chunk-size=1M",
                "--solid",
                "--solid --solid-chunk-size=64K --check",
                "--solid --solid-compress=LZX",
                "--solid --solid-compress=XPRESS",
                "--compress=XPRESS --solid --solid-compress=LZMS:80 --solid-chunk-size=2M"
            })
    void everyFileIsReadBackAsItWas(String options) throws Exception {
        Path file = SampleWims.capture(options);
        try (WimFile wim = WimFile.open(file)) {
            wim.verify(Progress.NONE);
            Path extracted = folder.resolve("extracted");
            Extraction.Result result = wim.extract(wim.image(1), extracted, Progress.NONE);

            assertThat(result.leftOut()).isEmpty();
            assertThat(Trees.describe(extracted)).isEqualTo(Trees.describe(SampleWims.tree()));
            assertThat(wim.xml()).isEqualTo(xmlOf(file));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--compress=XPRESS --chunk-size=32K",
                "--compress=LZX:20 --chunk-size=32K --pipable",
                "--compress=LZMS --chunk-size=32K",
                "--solid"
            })
    void theBlobTableIsThatOfWimlib(String options) throws Exception {
        Path file = SampleWims.capture(options);
        try (WimFile wim = WimFile.open(file)) {
            Map<String, String> ours = new TreeMap<>();
            List<Blob> blobs = new ArrayList<>(wim.blobs());
            blobs.add(wim.metadata(1));
            for (Blob blob : blobs) {
                ours.put(blob.sha1().hex(), blob.size() + " " + blob.referenceCount());
            }
            assertThat(ours).isEqualTo(blobsOf(file));
        }
    }

    private String xmlOf(Path file) throws Exception {
        Path xml = folder.resolve("xml");
        Wimlib.run("info", file, "--extract-xml=" + xml);
        String text = Files.readString(xml, java.nio.charset.StandardCharsets.UTF_16LE);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static Map<String, String> blobsOf(Path file) {
        Map<String, String> blobs = new TreeMap<>();
        String sha1 = "";
        String size = "";
        for (String line : Wimlib.run("info", file, "--blobs").lines().toList()) {
            List<String> parts = List.of(line.split("\\s*=\\s*", 2));
            switch (parts.getFirst()) {
                case "Hash" -> sha1 = parts.getLast().substring(2);
                case "Uncompressed size" -> size = parts.getLast().replace(" bytes", "");
                case "Reference Count" -> blobs.put(sha1, size + " " + parts.getLast());
                default -> {}
            }
        }
        return blobs;
    }

    @Test
    void ownersAndModesOfUnixFilesAreRead() throws Exception {
        Path tree = Files.createDirectory(folder.resolve("unix"));
        Path program = Files.writeString(tree.resolve("program"), "#!/bin/sh");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-x--x"));
        Path file = folder.resolve("unix.wim");
        Wimlib.run("capture", tree, file, "--unix-data");
        try (WimFile wim = WimFile.open(file)) {
            Image image = wim.image(1);
            UnixData unix = image.find("/program").orElseThrow().unixData().orElseThrow();
            assertThat(unix.mode()).isEqualTo(0100751);
            assertThat(unix.userId()).isEqualTo(Files.getAttribute(program, "unix:uid"));

            Path extracted = folder.resolve("extracted");
            wim.extract(image, extracted, Progress.NONE);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(extracted.resolve("program"))))
                    .isEqualTo("rwxr-x--x");
        }
    }
}

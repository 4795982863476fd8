package dev.slipway.wim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What only NTFS has survives reading and streaming: named streams, security, short names, links, reparse points. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NtfsImageTest {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss yyyy 'UTC'", Locale.ROOT);

    private Path folder = Path.of("");
    private Path wimFile = Path.of("");

    @BeforeAll
    void captureVolume() throws IOException {
        folder = SampleWims.freshFolder();
        Path volume = folder.resolve("volume.img");
        NtfsVolume.format(volume);
        NtfsVolume.fill(volume, folder.resolve("mount"));
        wimFile = folder.resolve("ntfs.wim");
        Wimlib.run("capture", volume, wimFile, "NTFS", "--compress=LZX:20");
    }

    @Test
    void everythingThatWimlibListsIsRead() throws Exception {
        try (WimFile wim = WimFile.open(wimFile)) {
            assertThat(describe(wim.image(1))).isEqualTo(describeByWimlib(wimFile));
        }
    }

    @Test
    void namedStreamsAndReparsePointsAreReadable() throws Exception {
        try (WimFile wim = WimFile.open(wimFile)) {
            Image image = wim.image(1);
            Dentry notepad = image.find("\\windows\\SYSTEM32/Notepad.exe").orElseThrow();
            assertThat(notepad.streams()).extracting(Dentry.Stream::name).contains("", "Zone.Identifier", "second");
            assertThat(read(wim, notepad, "Zone.Identifier")).isEqualTo("[ZoneTransfer]\nZoneId=3\n");
            assertThat(image.securityDescriptor(notepad.securityId()).orElseThrow())
                    .hasSizeGreaterThan(60);

            Dentry hidden = image.find("/Windows/System32/only-stream.txt").orElseThrow();
            assertThat(hidden.dataSha1()).isEqualTo(Sha1.ZERO);
            assertThat(read(wim, hidden, "hidden")).isEqualTo("in a stream of an empty file");

            assertThat(reparsePoint(wim, image, "/symbolic")).isEqualTo(new ReparsePoint("Windows\\System32", true));
            assertThat(reparsePoint(wim, image, "/junction").posixTarget()).isEqualTo("/Windows");
        }
    }

    private static String read(WimFile wim, Dentry dentry, String stream) throws IOException {
        Dentry.Stream found = dentry.streams().stream()
                .filter(candidate -> candidate.name().equals(stream))
                .findFirst()
                .orElseThrow();
        try (InputStream in = wim.open(found)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static ReparsePoint reparsePoint(WimFile wim, Image image, String path) throws IOException {
        Dentry dentry = image.find(path).orElseThrow();
        try (InputStream in = wim.open(dentry.reparsePoint().orElseThrow())) {
            return ReparsePoint.parse(dentry.reparseTag(), in.readAllBytes()).orElseThrow();
        }
    }

    @Test
    void aVolumeAppliedFromAPipeIsTheSame() throws Exception {
        Path pipable = folder.resolve("pipable.wim");
        try (WimFile wim = WimFile.open(wimFile);
                OutputStream out = Files.newOutputStream(pipable)) {
            PipableWim.of(wim, 1).write(out, Progress.NONE);
        }
        Path applied = folder.resolve("applied.img");
        NtfsVolume.format(applied);
        NtfsVolume.must("sh", "-c", "cat \"$1\" | wimlib-imagex apply - 1 \"$2\"", "sh", pipable, applied);

        Path again = folder.resolve("again.wim");
        Wimlib.run("capture", applied, again, "NTFS", "--compress=XPRESS");
        assertThat(describeByWimlib(again)).isEqualTo(describeByWimlib(wimFile));
    }

    @Test
    void extractingNamesWhatItLeavesOut() throws Exception {
        Path target = folder.resolve("extracted");
        try (WimFile wim = WimFile.open(wimFile)) {
            Extraction.Result result = wim.extract(wim.image(1), target, Progress.NONE);
            assertThat(result.leftOut())
                    .contains(
                            "/Windows/System32/notepad.exe:Zone.Identifier",
                            "/Windows/System32/only-stream.txt:hidden");
        }
        assertThat(Files.readSymbolicLink(target.resolve("symbolic"))).isEqualTo(Path.of("Windows/System32"));
        assertThat(target.resolve("Windows/System32/linked.exe")).hasContent(SampleTree.text(100_000));
    }

    private static List<String> describe(Image image) {
        TreeMap<String, Integer> linkCounts = new TreeMap<>();
        image.walk((path, dentry) -> linkCounts.merge(linkKey(path, dentry), 1, Integer::sum));
        List<String> lines = new ArrayList<>();
        image.walk((path, dentry) -> {
            String text = path + " short=" + dentry.shortName() + " attributes=" + dentry.attributes() + " security="
                    + image.securityDescriptor(dentry.securityId())
                            .map(HexFormat.of()::formatHex)
                            .orElse("")
                    + " " + time(dentry.created()) + " " + time(dentry.modified())
                    + " links=" + linkCounts.get(linkKey(path, dentry));
            lines.add(text + " tag=" + Integer.toHexString(dentry.reparseTag()) + streams(dentry));
        });
        return lines.stream().sorted().toList();
    }

    private static String linkKey(String path, Dentry dentry) {
        return dentry.hardLinkGroup() == 0 ? path : "group " + dentry.hardLinkGroup();
    }

    private static String time(java.time.Instant time) {
        return TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    private static String streams(Dentry dentry) {
        // wimlib does not print the empty data that every reparse point has.
        return dentry.streams().stream()
                .filter(stream -> !dentry.isReparsePoint() || !stream.sha1().isZero())
                .map(stream -> " [" + (stream.kind() == Dentry.Stream.Kind.REPARSE_POINT ? "reparse" : stream.name())
                        + " " + stream.sha1().hex() + "]")
                .sorted()
                .collect(java.util.stream.Collectors.joining());
    }

    /** The same description out of the text that wimlib prints. */
    private static List<String> describeByWimlib(Path wim) {
        List<String> lines = new ArrayList<>();
        for (String block : Wimlib.run("dir", wim, "1", "--detailed").split("-{60,}\n")) {
            if (block.isBlank()) {
                continue;
            }
            String path = value(block, "Full Path").replace("\"", "");
            int tag = block.contains("Reparse Tag")
                    ? Long.decode(value(block, "Reparse Tag").split(" ")[0]).intValue()
                    : 0;
            lines.add(path + " short=" + value(block, "Short Name").replace("\"", "") + " attributes="
                    + Long.decode(value(block, "Attributes")) + " security=" + value(block, "Security Descriptor") + " "
                    + value(block, "Creation Time") + " " + value(block, "Last Write Time") + " links="
                    + value(block, "Link Count") + " tag=" + Integer.toHexString(tag) + streamsByWimlib(block));
        }
        return lines.stream().sorted().toList();
    }

    private static String value(String block, String key) {
        return block.lines()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .map(line -> line.substring(line.indexOf('=') + 1).strip())
                .orElse("");
    }

    private static String streamsByWimlib(String block) {
        List<String> streams = new ArrayList<>();
        String name = "";
        for (String line : block.lines().map(String::strip).toList()) {
            if (line.startsWith("Unnamed data stream")) {
                name = "";
            } else if (line.startsWith("Reparse point stream")) {
                name = "reparse";
            } else if (line.startsWith("Named data stream")) {
                name = line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
            } else if (line.startsWith("Hash ")) {
                streams.add(" [" + name + " " + line.substring(line.indexOf("0x") + 2) + "]");
            }
        }
        return String.join("", streams.stream().sorted().toList());
    }
}

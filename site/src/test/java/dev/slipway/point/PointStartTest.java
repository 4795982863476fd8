package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.protocol.JoinCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code slipway distribution-point} says when it cannot start: one line, a stable code, an exit code. */
class PointStartTest {
    @TempDir
    static Path root;

    @AutoClose
    private static PointLab lab;

    @BeforeAll
    static void start() throws Exception {
        lab = new PointLab(root);
    }

    private record Ended(int exitCode, String said) {}

    /** The program as a shell starts it, with any free ports unless others are given. */
    private static Ended started(String... arguments) {
        StringWriter said = new StringWriter();
        List<String> all = Stream.concat(Stream.of("--http-port=0", "--tls-port=0"), Stream.of(arguments))
                .toList();
        int exitCode = PointProgram.line()
                .setErr(new PrintWriter(said, true))
                .setOverwrittenOptionsAllowed(true)
                .execute(all.toArray(String[]::new));
        return new Ended(exitCode, said.toString());
    }

    private static void refused(int exitCode, String code, String hint, String... arguments) {
        Ended ended = started(arguments);
        assertThat(ended.said())
                .startsWith("slipway: ")
                .contains(hint)
                .contains("(" + code + ")")
                .doesNotContain("\tat ");
        assertThat(ended.exitCode()).as(ended.said()).isEqualTo(exitCode);
    }

    private static String data(String name) {
        return "--data=" + root.resolve(name);
    }

    @Test
    void wrongArgumentsAreRefusedBeforeAnythingIsTouched() {
        refused(ExitCode.USAGE, "wrong-usage", "Unknown option", data("none"), "--nonsense");
        refused(ExitCode.USAGE, "wrong-usage", "many", data("none"), "--http-port=many");
        refused(ExitCode.USAGE, "wrong-usage", "from 1 to 65535", data("none"), "--http-port=70000");
        refused(ExitCode.USAGE, "wrong-usage", "the same", data("none"), "--http-port=81", "--tls-port=81");
        refused(ExitCode.USAGE, "wrong-usage", "https://HOST:PORT", data("none"), "--site=http://somewhere");
        refused(ExitCode.USAGE, "wrong-usage", "--address", data("none"), "--address=a b");
        assertThat(root.resolve("none")).doesNotExist();
    }

    @Test
    void withoutAJoinCodeItSaysHowToMakeOne() {
        refused(ExitCode.USAGE, "point-not-joined", "Make a join code on the site", data("codeless"));
    }

    @Test
    void brokenAndUnknownJoinCodesAreRefused() {
        refused(ExitCode.USAGE, "join-code-invalid", "Copy it whole", data("broken"), "--join-code=slipway1.half");
        JoinCode good = JoinCode.of(lab.joinCode());
        String unknown = new JoinCode(good.siteUrl(), good.pin(), "x".repeat(40)).text();
        refused(ExitCode.REFUSED, "join-code-invalid", "new join code", data("unknown"), "--join-code=" + unknown);
    }

    @Test
    void siteThatDoesNotAnswerIsNamedAndTheCodeStaysGood() throws Exception {
        String code = lab.joinCode();
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        String dead = "https://localhost:" + nobody;
        refused(
                ExitCode.FAILED,
                "site-unreachable",
                dead + " cannot be asked (nobody listens there)",
                data("alone"),
                "--join-code=" + code,
                "--site=" + dead);
        refused(
                ExitCode.FAILED,
                "site-unreachable",
                "no.such.host.invalid:8443 cannot be asked (its name cannot be resolved)",
                data("alone"),
                "--join-code=" + code,
                "--site=https://no.such.host.invalid:8443");
        new Running(root, "alone", code).close();
    }

    @Test
    void anotherServerThanTheCodeMeansGetsNoSecret() {
        JoinCode good = JoinCode.of(lab.joinCode());
        String foreign = new JoinCode(good.siteUrl(), "0".repeat(64), good.secret()).text();
        refused(
                ExitCode.FAILED,
                "site-unreachable",
                "This is not the server that was meant",
                data("deceived"),
                "--join-code=" + foreign);
    }

    @Test
    void dataFolderThatIsNoFolderIsRefused() throws Exception {
        Path file = Files.writeString(root.resolve("a file"), "in the way");
        refused(ExitCode.FAILED, "point-folder-unusable", "Choose another with --data", "--data=" + file);
        assertThat(file).hasContent("in the way");
    }

    @Test
    void takenPortIsToldBeforeTheSiteHearsOfThisServer() throws Exception {
        String code = lab.joinCode();
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            refused(
                    ExitCode.FAILED,
                    "point-port-unusable",
                    "Port " + port,
                    data("crowded"),
                    "--name=crowded",
                    "--join-code=" + code,
                    "--tls-port=" + port);
        }
        assertThat(lab.site.get("/distribution-points").body()).doesNotContain("\"crowded\"");
        new Running(root, "elsewhere", code).close();
    }

    @Test
    void secondProcessOnTheSameFolderIsRefused() throws Exception {
        try (Running first = lab.join("once")) {
            refused(ExitCode.FAILED, "content-store-in-use", "another process", "--data=" + first.data);
        }
    }

    @Test
    void brokenMembershipIsToldWithItsFile() throws Exception {
        Path data = Files.createDirectories(root.resolve("torn"));
        Files.writeString(data.resolve("point.json"), "{\"pointId\":");
        refused(ExitCode.FAILED, "point-membership-unusable", "point.json", "--data=" + data);
    }

    @Test
    void importOfWhatIsNotThereIsRefused() {
        StringWriter said = new StringWriter();
        int exitCode = PointProgram.line()
                .setErr(new PrintWriter(said, true))
                .execute(
                        "import",
                        data("importing"),
                        root.resolve("nothing.slipway").toString());
        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(said.toString()).contains("nothing.slipway").contains("(import-file-unreadable)");
    }

    @Test
    @Tag("DIST-12")
    void serverWhoseClockIsWrongJoinsFetchesAndJudgesTicketsByTheSitesTime() throws Exception {
        for (Duration wrong : List.of(Duration.ofDays(-400), Duration.ofHours(7))) {
            String name = "clock" + wrong.toHours();
            String packageId = wrong.isNegative() ? "SLPS0001" : "SLPS0002";
            ContentId content = lab.site.addPackage(packageId, "OS_IMAGE", Running.text(wrong.toHours(), 300_000));
            try (Running point = new Running(
                    root,
                    name,
                    lab.joinCode(),
                    options -> options.clock = () -> Instant.now().plus(wrong))) {
                lab.distributed(packageId, point.id());
                assertThat(point.extents(lab, content, Duration.ofMinutes(1)).statusCode())
                        .isEqualTo(200);
                assertThat(point.extents(lab, content, Duration.ofSeconds(-10)).statusCode())
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void dismissedPointEndsWithTheSitesCode() throws Exception {
        Path data;
        try (Running point = lab.join("sent away")) {
            data = point.data;
            lab.site.bean(dev.slipway.site.distribution.Points.class).remove(point.id());
            Running.await("ended", () -> point.exitCode == ExitCode.REFUSED);
        }
        refused(ExitCode.REFUSED, "point-removed", "a new --join-code", "--data=" + data);
    }
}

package dev.slipway.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The viewer on a terminal of its own, which util-linux' {@code script} makes. */
@Tag("BOOT-8")
class LogViewerTest {
    @TempDir
    Path folder;

    @Test
    void aTechnicianSeesTheLogGrowScrollsSearchesAndLeaves() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "util-linux' script is not installed");
        Path file = folder.resolve("smsts.log");
        LogFile log = LogFile.at(file);
        for (int i = 0; i < 100; i++) {
            log.add(Severity.INFORMATION, "line " + i);
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = "stty rows 20 cols 70; exec " + java + " -cp '" + System.getProperty("java.class.path")
                + "' dev.slipway.agent.Main --log " + file;
        Path screen = folder.resolve("screen");
        Process viewer = new ProcessBuilder("script", "-qfc", command, screen.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream keys = viewer.getOutputStream()) {
            await(screen, "line 99");
            log.add(Severity.ERROR, "the disk is gone");
            await(screen, "\033[1;31m");
            press(keys, "\033[1~");
            await(screen, "1-18 / 101");
            press(keys, "/line 57\r");
            await(screen, "\033[7mline 57");
            press(keys, "q");
            assertThat(viewer.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            viewer.destroyForcibly();
        }
    }

    private static void press(OutputStream keys, String text) throws Exception {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    private static void await(Path screen, String text) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(40));
        while (!Files.exists(screen) || !Files.readString(screen).contains(text)) {
            assertThat(Instant.now())
                    .as("waiting for " + text + " in " + (Files.exists(screen) ? Files.readString(screen) : ""))
                    .isBefore(deadline);
            Thread.sleep(50);
        }
    }

    @Test
    void aLogThatIsFullBeginsAnewAndIsFollowedIntoTheNewFile() throws Exception {
        Path file = folder.resolve("smsts.log");
        LogTail tail = new LogTail(file);
        assertThat(tail.read()).isEmpty();
        LogFile log = LogFile.at(file);
        String long3000 = "x".repeat(3000);
        for (int i = 0; i < 1500; i++) {
            log.add(Severity.WARNING, long3000);
        }
        assertThat(folder.resolve("smsts.lo_")).exists();
        assertThat(tail.read()).isNotEmpty().allMatch(line -> line.severity() == Severity.WARNING);
        log.add(Severity.ERROR, "after\nthat");
        assertThat(tail.read())
                .singleElement()
                .satisfies(line -> assertThat(line.text()).isEqualTo("after that"));
    }
}

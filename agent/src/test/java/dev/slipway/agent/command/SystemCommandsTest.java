package dev.slipway.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemCommandsTest {
    private final Commands commands = new SystemCommands();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    void bothOutputsAndTheExitCodeComeBack() throws Exception {
        CommandResult result = commands.run(Command.of("sh", "-c", "echo out; echo err >&2; exit 7"), lines::add);

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.output()).isEqualTo("out\nerr");
        assertThat(lines).containsExactly("out", "err");
    }

    @Test
    void inputReachesTheProgram() throws Exception {
        assertThat(commands.require(Command.of("cat").withInput("secret".getBytes(StandardCharsets.UTF_8)), line -> {})
                        .output())
                .isEqualTo("secret");
    }

    @Test
    void failureTellsTheCommandAndItsLastWords() {
        assertThatThrownBy(() -> commands.require(Command.of("sh", "-c", "echo no such disk; exit 3"), lines::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("3")
                .hasMessageContaining("no such disk");
    }

    @Test
    void missingProgramIsNamed() {
        assertThatThrownBy(() -> commands.run(Command.of("no-such-program"), lines::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such-program");
    }

    @Test
    @Tag("ENG-7")
    void timeoutKillsTheWholeTree(@TempDir Path folder) throws Exception {
        Path child = folder.resolve("child");
        Command command = Command.of("sh", "-c", "sleep 600 & echo $! > " + child + "; wait")
                .within(Duration.ofMillis(500));

        assertThat(commands.run(command, lines::add).timedOut()).isTrue();
        assertDies(Long.parseLong(Files.readString(child).strip()));
    }

    @Test
    void interruptKillsTheProgram(@TempDir Path folder) throws Exception {
        Path child = folder.resolve("child");
        CountDownLatch ended = new CountDownLatch(1);
        Thread runner = Thread.ofPlatform().start(() -> {
            try {
                commands.run(Command.of("sh", "-c", "echo $$ > " + child + "; exec sleep 600"), lines::add);
            } catch (InterruptedException e) {
                ended.countDown();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        while (!Files.exists(child) || Files.size(child) == 0) {
            Thread.sleep(20);
        }

        runner.interrupt();

        assertThat(ended.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertDies(Long.parseLong(Files.readString(child).strip()));
    }

    private static void assertDies(long pid) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            // A killed orphan may stay a zombie where nobody reaps; a zombie is no longer alive for our purpose.
            if (ProcessHandle.of(pid).isEmpty() || isZombie(pid)) {
                return;
            }
            Thread.sleep(50);
        }
        assertThat(ProcessHandle.of(pid)).as("process " + pid).isEmpty();
    }

    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException e) {
            return true;
        }
    }
}

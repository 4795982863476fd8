package dev.slipway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.volume.StateVolume;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.RunEvent;
import dev.slipway.protocol.SavedState;
import dev.slipway.sequence.Environment;
import dev.slipway.sequence.SequenceException;
import dev.slipway.sequence.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent is killed at random moments of a run; the run completes all the same, and no finished step runs twice. */
@Tag("ENG-9")
class KilledAgentTest {
    private static final int STEPS = 24;
    private static final int KILLS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path machine;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<Integer> resumePoints = new ArrayList<>();
    private FakeSite site;

    @BeforeEach
    void start() throws Exception {
        site = FakeSite.start(machine);
        site.resume(Sequences.steps(STEPS));
        Files.writeString(machine.resolve("agent.properties"), site.address().toProperties());
        Files.createFile(AgentChild.done(machine));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void withItsStateOnADisk() throws Exception {
        runWithKills(Environment.FULL_OS);

        assertEachStepRanInItsTurn();
        assertTheSiteHeardEverything();
        assertThat(machine.resolve(StateVolume.FOLDER)).doesNotExist();
    }

    @Test
    void withItsStateOnlyAtTheSite() throws Exception {
        runWithKills(Environment.WINPE);

        assertEachStepRanInItsTurn();
        assertTheSiteHeardEverything();
        assertThat(done()).last().isEqualTo("reboot -f");
    }

    private void runWithKills(Environment environment) throws Exception {
        for (int i = 0; i < KILLS; i++) {
            Process child = child(environment);
            int wanted = done().size() + 1 + random.nextInt(8);
            waitForLines(child, wanted);
            Thread.sleep(random.nextInt(60));
            child.destroyForcibly().waitFor();
            resumePoints.add(savedPosition(environment));
            Files.writeString(AgentChild.done(machine), "kill\n", StandardOpenOption.APPEND);
            forgetMemory();
        }
        Process last = child(environment);
        assertThat(last.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(log()).isTrue();
        assertThat(last.exitValue()).as(log()).isZero();
    }

    private void waitForLines(Process child, int wanted) throws Exception {
        Instant end = Instant.now().plus(LIMIT);
        while (done().size() < wanted && child.isAlive()) {
            assertThat(Instant.now()).as(log()).isBefore(end);
            Thread.sleep(5);
        }
    }

    /** After the kill, what the next start must begin with: the position of the newest save. */
    private int savedPosition(Environment environment) throws IOException, SequenceException {
        Optional<SavedState> saved = site.state();
        Path file = machine.resolve(StateVolume.FOLDER).resolve(StateVolume.STATE);
        if (environment == Environment.FULL_OS && Files.exists(file)) {
            SavedState local = Json.decode(Files.readAllBytes(file), SavedState.class);
            assertThat(saved.map(SavedState::saveNumber).orElse(0L)).isLessThanOrEqualTo(local.saveNumber());
            saved = Optional.of(local);
        }
        return saved.isEmpty() ? 1 : Snapshot.decode(saved.get().snapshot()).position();
    }

    private void assertEachStepRanInItsTurn() throws IOException {
        int last = 0;
        int kills = 0;
        boolean justKilled = true;
        for (String line : done()) {
            if (line.equals("kill")) {
                kills++;
                justKilled = true;
            } else if (line.startsWith("begin ")) {
                int step = Integer.parseInt(line.substring("begin ".length()));
                int expected = justKilled && kills > 0 ? resumePoints.get(kills - 1) : last + 1;
                assertThat(step).as("seed %d, %s", seed, done()).isEqualTo(expected);
                last = step;
                justKilled = false;
            }
        }
        assertThat(last).isEqualTo(STEPS);
    }

    private void assertTheSiteHeardEverything() {
        List<RunEvent> events = site.events();
        assertThat(events.stream().map(RunEvent::number).toList())
                .isEqualTo(IntStream.rangeClosed(1, events.size())
                        .mapToObj(i -> (long) i)
                        .toList());
        for (int step = 1; step <= STEPS; step++) {
            int wanted = step;
            assertThat(events)
                    .as("seed %d, end of step %d", seed, step)
                    .anyMatch(event -> event.body() instanceof RunEvent.StepFinished finished
                            && finished.step() == wanted
                            && finished.success());
        }
        assertThat(events.getLast().body())
                .isInstanceOfSatisfying(
                        RunEvent.RunFinished.class,
                        end -> assertThat(end.success()).isTrue());
        assertThat(events.toString()).doesNotContain(Sequences.SECRET);
    }

    private Process child(Environment environment) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AgentChild.class.getName(),
                        environment.name(),
                        machine.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(machine.resolve("log").toFile()))
                .start();
    }

    private List<String> done() throws IOException {
        return Files.readAllLines(AgentChild.done(machine));
    }

    private String log() throws IOException {
        Path file = machine.resolve("log");
        return "seed " + seed + "\n" + (Files.exists(file) ? Files.readString(file) : "");
    }

    /** A machine that loses its power forgets what lies in its memory. */
    private void forgetMemory() throws IOException {
        for (String name : List.of(StateVolume.KEY, StateVolume.RUN, StateVolume.STATE, StateVolume.EVENTS)) {
            Files.deleteIfExists(machine.resolve("memory").resolve(name));
        }
    }
}

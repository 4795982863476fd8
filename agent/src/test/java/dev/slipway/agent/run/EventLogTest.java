package dev.slipway.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.machine.SiteClock;
import dev.slipway.agent.volume.BlockDevices;
import dev.slipway.agent.volume.LocalVolumes;
import dev.slipway.agent.volume.StateVolume;
import dev.slipway.protocol.RunEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    @TempDir
    Path folder;

    private StateVolume volume;

    @BeforeEach
    void open() throws IOException {
        volume = inSystem(folder);
    }

    static StateVolume inSystem(Path folder) throws IOException {
        LocalVolumes volumes = new LocalVolumes(
                new BlockDevices(folder, folder),
                (command, log) -> {
                    throw new IOException("No command runs here");
                },
                folder.resolve("mnt"),
                line -> {});
        StateVolume volume = new StateVolume(volumes, folder.resolve("memory"));
        volume.openInSystem(folder);
        return volume;
    }

    @Test
    void whatWasNotDeliveredIsThereAfterARestart() throws IOException {
        EventLog before = log();
        before.add(started(1));
        before.add(started(2));
        before.acknowledged(1);

        EventLog after = log();
        after.continueAfter(1);
        after.add(started(3));

        assertThat(numbers(after)).containsExactly(2L, 3L);
    }

    @Test
    void halfALineThatAPowerCutLeftDoesNotCount() throws IOException {
        EventLog before = log();
        before.add(started(1));
        before.add(started(2));
        Path file = volume.folder().resolve(StateVolume.EVENTS);
        Files.writeString(file, "{\"number\":3,\"ti", StandardOpenOption.APPEND);

        EventLog after = log();
        after.add(started(3));

        assertThat(numbers(after)).containsExactly(1L, 2L, 3L);
        assertThat(Files.readString(file, StandardCharsets.UTF_8).lines()).hasSize(3);
    }

    @Test
    void numbersGoOnWhereTheSiteIsWhenTheDiskKnowsNothing() throws IOException {
        EventLog log = log();
        log.continueAfter(12);
        log.add(started(1));

        assertThat(numbers(log)).containsExactly(13L);
    }

    @Test
    void aSiteThatForgotGetsNumbersWithoutAGap() throws IOException {
        EventLog log = log();
        for (int i = 0; i < 5; i++) {
            log.add(started(i));
        }
        log.acknowledged(3);

        log.continueAfter(1);

        assertThat(numbers(log)).containsExactly(2L, 3L);
        assertThat(numbers(log())).containsExactly(2L, 3L);
    }

    @Test
    void aBatchKeepsToItsSize() throws IOException {
        EventLog log = log();
        for (int i = 0; i < 10; i++) {
            log.add(new RunEvent.LogLines(1, List.of("x".repeat(1000))));
        }

        assertThat(log.next(3500)).hasSize(3);
        assertThat(log.next(10)).hasSize(1);
    }

    @Test
    void onlyItsOwnerMayReadTheFile() throws IOException {
        log().add(started(1));

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(volume.folder().resolve(StateVolume.EVENTS))))
                .isEqualTo("rw-------");
    }

    private EventLog log() throws IOException {
        return EventLog.open(volume, new SiteClock());
    }

    private static RunEvent.Body started(int count) {
        return new RunEvent.RunStarted(count);
    }

    private static List<Long> numbers(EventLog log) throws IOException {
        return log.next(1 << 20).stream().map(RunEvent::number).toList();
    }
}

package dev.slipway.agent.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.command.SystemCommands;
import dev.slipway.agent.volume.BlockDevices;
import dev.slipway.agent.volume.LocalVolumes;
import dev.slipway.agent.volume.StateVolume;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("CON-1")
class DownloadedPackagesTest {
    @TempDir
    Path folder;

    private final List<String> log = new ArrayList<>();
    private StateVolume state;
    private DownloadedPackages packages;
    private Path origin;

    @BeforeEach
    void start() throws Exception {
        origin = Files.createDirectories(folder.resolve("origin/SLP00009/sub"));
        Files.writeString(origin.resolve("a.txt"), "as it was");
        state = new StateVolume(
                new LocalVolumes(new BlockDevices(), new SystemCommands(), folder.resolve("mnt"), line -> {}),
                folder.resolve("memory"));
        packages = new DownloadedPackages(new FolderPackages(folder.resolve("origin")), state);
    }

    private String read() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PackageSource.OpenFile file = packages.open("SLP00009", "sub/a.txt")) {
            PackageDownloads.copy(file, bytes);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void stepsReadWhatLiesHere() throws Exception {
        packages.download(List.of("SLP00009"), log::add);
        Files.writeString(origin.resolve("a.txt"), "changed since");
        assertThat(read()).isEqualTo("as it was");
        assertThat(log).anyMatch(line -> line.contains("Downloading package SLP00009"));
    }

    @Test
    void whatIsThereIsNotDownloadedAgain() throws Exception {
        packages.download(List.of("SLP00009"), log::add);
        log.clear();
        packages.download(List.of("SLP00009"), log::add);
        assertThat(log).isEmpty();
    }

    @Test
    void whatAStepHasFormattedAwayComesFromItsOriginAgain() throws Exception {
        packages.download(List.of("SLP00009"), log::add);
        Files.delete(state.folder().resolve("Packages/SLP00009/sub/a.txt"));
        Files.writeString(origin.resolve("a.txt"), "from the origin");
        assertThat(read()).isEqualTo("from the origin");
    }
}

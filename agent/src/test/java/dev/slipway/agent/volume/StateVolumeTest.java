package dev.slipway.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.agent.command.SystemCommands;
import dev.slipway.agent.step.disk.LoopDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real volumes in loop devices. */
@Tag("ENG-9")
class StateVolumeTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    private final List<LoopDisk> disks = new ArrayList<>();
    private LocalVolumes volumes;
    private StateVolume state;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isWritable(Path.of("/dev/loop-control")), "needs root and loop devices");
        volumes = new LocalVolumes(new BlockDevices(), new SystemCommands(), folder.resolve("mnt"), line -> {});
        state = new StateVolume(volumes, folder.resolve("memory"));
        state.write(StateVolume.KEY, bytes("the key"));
        state.write(StateVolume.STATE, bytes("the state"));
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        volumes.unmountAll();
        for (LoopDisk disk : disks) {
            disk.close();
        }
    }

    @Test
    void theStateLiesOnEachKindOfVolume() throws Exception {
        List<List<String>> formats =
                new ArrayList<>(List.of(List.of("mkfs.ext4", "-q"), List.of("mkfs.ntfs", "-q", "-f")));
        if (Files.readString(Path.of("/proc/filesystems")).contains("vfat")) {
            formats.add(List.of("mkfs.vfat", "-F", "32"));
        }
        for (List<String> format : formats) {
            Path device = volume(format);

            state.adopt(device);

            assertThat(state.isDurable()).isTrue();
            assertThat(state.device()).contains(device);
            assertThat(text(StateVolume.STATE)).as(format.toString()).isEqualTo("the state");
            state.write(StateVolume.STATE, bytes("the state"));
            state.append(StateVolume.EVENTS, bytes("event\n"), true);
        }
        assertThat(text(StateVolume.EVENTS)).isEqualTo("event\n".repeat(formats.size()));
    }

    @Test
    void movingOnLeavesNothingOnTheVolumeBefore() throws Exception {
        Path first = volume(List.of("mkfs.ext4", "-q"));
        Path second = volume(List.of("mkfs.ext4", "-q"));
        state.adopt(first);

        Files.writeString(state.folder().resolve(StateVolume.LOGS).resolve("step.log"), "lines");
        List<Path> told = new ArrayList<>();
        state.whenMoved(told::add);

        state.adopt(second);

        assertThat(told).last().isEqualTo(state.folder());
        assertThat(state.folder().resolve(StateVolume.LOGS).resolve("step.log")).hasContent("lines");
        assertThat(volumes.mount(first).resolve(StateVolume.FOLDER)).doesNotExist();
        assertThat(text(StateVolume.KEY)).isEqualTo("the key");
    }

    @Test
    void aVolumeThatIsFormattedIsReleasedFirstAndTheSiteAskedToKnowAll() throws Exception {
        Path device = volume(List.of("mkfs.ext4", "-q"));
        state.adopt(device);
        List<String> calls = new ArrayList<>();
        state.beforeRelease(() -> calls.add("delivered"));

        state.release(device);
        LoopDisk.run("mkfs.ntfs", "-q", "-f", device.toString());
        assertThat(state.isDurable()).isFalse();
        assertThat(text(StateVolume.STATE)).isEqualTo("the state");
        state.adopt(device);

        assertThat(calls).containsExactly("delivered");
        assertThat(text(StateVolume.STATE)).isEqualTo("the state");
        assertThat(Files.exists(folder.resolve("memory").resolve(StateVolume.STATE)))
                .isFalse();
    }

    @Test
    void releasingAnotherVolumeChangesNothing() throws Exception {
        Path device = volume(List.of("mkfs.ext4", "-q"));
        state.adopt(device);

        state.release(volume(List.of("mkfs.ext4", "-q")));

        assertThat(state.device()).contains(device);
    }

    @Test
    void afterAReleaseOnlyTheKeyIsFoundOnTheVolume() throws Exception {
        Path device = volume(List.of("mkfs.ext4", "-q"));
        state.adopt(device);
        state.release(device);

        Path left = volumes.mount(device).resolve(StateVolume.FOLDER);

        assertThat(left.resolve(StateVolume.STATE)).doesNotExist();
        assertThat(left.resolve(StateVolume.KEY)).hasContent("the key");
    }

    @Test
    void removingLeavesAVolumeAsIfNothingHadBeen() throws Exception {
        Path device = volume(List.of("mkfs.ext4", "-q"));
        state.adopt(device);

        state.remove();

        assertThat(volumes.mount(device).resolve(StateVolume.FOLDER)).doesNotExist();
        assertThat(state.device()).isEmpty();
        assertThat(state.read(StateVolume.KEY)).isEmpty();
    }

    @Test
    void aMountEndsWithItsLastUser() throws Exception {
        Path device = volume(List.of("mkfs.ext4", "-q"));
        state.adopt(device);
        Path root = volumes.mount(device);
        volumes.unmount(device);

        assertThat(root.resolve(StateVolume.FOLDER)).exists();

        state.remove();
        assertThat(root.resolve("lost+found")).doesNotExist();
    }

    private Path volume(List<String> format) throws IOException, InterruptedException {
        LoopDisk disk = LoopDisk.create(folder.resolve("disk" + disks.size()), 64 * MIB);
        disks.add(disk);
        List<String> command = new ArrayList<>(format);
        command.add(disk.device().toString());
        LoopDisk.run(command.toArray(String[]::new));
        return disk.device();
    }

    private String text(String name) throws IOException {
        return new String(state.read(name).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

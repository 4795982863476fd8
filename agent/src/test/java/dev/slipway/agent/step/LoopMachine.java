package dev.slipway.agent.step;

import dev.slipway.agent.command.SystemCommands;
import dev.slipway.agent.step.disk.LoopDisk;
import dev.slipway.agent.volume.BlockDevices;
import dev.slipway.agent.volume.LocalVolumes;
import dev.slipway.agent.volume.StateVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A machine with one disk, a loop device that passes for a fixed disk: the kernel's own tree would not count it as one. Needs root and a kernel with loop
 * devices.
 */
public final class LoopMachine implements AutoCloseable {
    private final LoopDisk disk;
    private final Path sys;
    private final LocalVolumes volumes;
    private final StateVolume state;
    private final StepTools tools;

    public LoopMachine(Path folder, long diskBytes) throws IOException, InterruptedException {
        disk = LoopDisk.create(folder.resolve("disk.img"), diskBytes);
        sys = Files.createDirectories(folder.resolve("sys"));
        BlockDevices devices = new BlockDevices(sys, Path.of("/dev"));
        SystemCommands commands = new SystemCommands();
        volumes = new LocalVolumes(devices, commands, folder.resolve("mnt"), line -> {});
        state = new StateVolume(volumes, folder.resolve("memory"));
        tools = new StepTools(volumes, state, commands);
        refresh();
    }

    /** Takes over what the kernel knows of the disk's partitions now. */
    public void refresh() throws IOException {
        String name = disk.device().getFileName().toString();
        Path real = Path.of("/sys/block", name);
        Path ours = sys.resolve("block").resolve(name);
        Files.createDirectories(ours.resolve("device"));
        copy(real, ours, "ro", "removable", "size", "dev");
        try (Stream<Path> entries = Files.list(real)) {
            for (Path partition :
                    entries.filter(e -> Files.exists(e.resolve("partition"))).toList()) {
                Path copy = Files.createDirectories(ours.resolve(partition.getFileName()));
                copy(partition, copy, "partition", "size", "dev");
            }
        }
    }

    private static void copy(Path from, Path to, String... names) throws IOException {
        for (String name : names) {
            Files.writeString(to.resolve(name), Files.readString(from.resolve(name)));
        }
    }

    public StepTools tools() {
        return tools;
    }

    public StateVolume state() {
        return state;
    }

    public LocalVolumes volumes() {
        return volumes;
    }

    public Path device() {
        return disk.device();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        volumes.unmountAll();
        disk.close();
    }
}

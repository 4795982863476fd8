package dev.slipway.agent.volume;

import dev.slipway.agent.command.Command;
import dev.slipway.agent.command.Commands;
import dev.slipway.agent.volume.BlockDevices.BlockDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Volumes on the machine's fixed disks, mounted when someone needs them.
 *
 * <p>Mounts are counted: whoever mounts a device that is mounted already gets the same folder, and the last one to unmount it ends
 * the mount. What the system itself has mounted stays mounted.
 */
public final class LocalVolumes {
    private final BlockDevices devices;
    private final Commands commands;
    private final Path mountRoot;
    private final Consumer<String> log;
    private final Map<Path, Mount> mounts = new HashMap<>();

    /** @param mountRoot folder under which mount points are made */
    public LocalVolumes(BlockDevices devices, Commands commands, Path mountRoot, Consumer<String> log) {
        this.devices = devices;
        this.commands = commands;
        this.mountRoot = mountRoot;
        this.log = log;
    }

    /** A device with a file system. */
    public record Volume(Path device, FileSystem fileSystem, String label, long sizeBytes) {}

    private record Mount(Path folder, boolean ours, int users) {}

    /** Every mountable volume of the fixed disks, in the order of the disks. */
    public synchronized List<Volume> list() throws IOException {
        List<Volume> volumes = new ArrayList<>();
        for (BlockDevice disk : devices.fixedDisks()) {
            List<BlockDevice> candidates = disk.partitions().isEmpty() ? List.of(disk) : disk.partitions();
            for (BlockDevice candidate : candidates) {
                probe(candidate.path())
                        .ifPresent(found -> volumes.add(new Volume(
                                candidate.path(), found.fileSystem(), found.label(), candidate.sizeBytes())));
            }
        }
        return volumes;
    }

    private Optional<Superblock> probe(Path device) {
        try {
            return Superblock.read(device);
        } catch (IOException e) {
            log.accept("Cannot read " + device + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Mounts a volume for reading and writing.
     *
     * @return the folder where the volume's root is
     * @throws IOException when the device has no known file system or the system refuses
     */
    public synchronized Path mount(Path device) throws IOException, InterruptedException {
        Path key = device.toRealPath();
        Mount known = mounts.get(key);
        if (known != null) {
            mounts.put(key, new Mount(known.folder(), known.ours(), known.users() + 1));
            return known.folder();
        }
        Optional<Path> system = MountTable.mountPoint(devices, key);
        if (system.isPresent()) {
            mounts.put(key, new Mount(system.get(), false, 1));
            return system.get();
        }
        Superblock superblock = Superblock.read(key)
                .orElseThrow(() -> new IOException(device + " carries no file system that can be mounted"));
        Path folder = mountRoot.resolve(key.getFileName());
        Files.createDirectories(folder);
        commands.require(mountCommand(superblock.fileSystem(), key, folder), log);
        mounts.put(key, new Mount(folder, true, 1));
        return folder;
    }

    private static Command mountCommand(FileSystem fileSystem, Path device, Path folder) {
        return switch (fileSystem) {
            case EXT -> Command.of("mount", "-t", "ext4", device.toString(), folder.toString());
            case FAT -> Command.of("mount", "-t", "vfat", "-o", "umask=077", device.toString(), folder.toString());
            // Without this option ntfs-3g refuses a volume that Windows left in hibernation or that was cut off.
            case NTFS -> Command.of("ntfs-3g", "-o", "umask=077,recover", device.toString(), folder.toString());
        };
    }

    /** Ends one use of a volume; the last one writes everything back and unmounts. Nothing happens when it is not mounted. */
    public synchronized void unmount(Path device) throws IOException, InterruptedException {
        Path key = Files.exists(device) ? device.toRealPath() : device;
        Mount mount = mounts.get(key);
        if (mount == null) {
            return;
        }
        if (mount.users() > 1) {
            mounts.put(key, new Mount(mount.folder(), mount.ours(), mount.users() - 1));
            return;
        }
        if (mount.ours()) {
            commands.require(Command.of("umount", mount.folder().toString()), log);
        }
        mounts.remove(key);
    }

    /** Ends every mount that is ours, however many use it: the machine is about to restart. */
    public synchronized void unmountAll() throws InterruptedException {
        for (Mount mount : mounts.values()) {
            if (mount.ours()) {
                try {
                    commands.require(Command.of("umount", mount.folder().toString()), log);
                } catch (IOException e) {
                    log.accept("Cannot unmount " + mount.folder() + ": " + e.getMessage());
                }
            }
        }
        mounts.clear();
    }

    public BlockDevices devices() {
        return devices;
    }
}

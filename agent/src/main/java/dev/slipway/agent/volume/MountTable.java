package dev.slipway.agent.volume;

import dev.slipway.agent.volume.BlockDevices.BlockDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the system has mounted a device, from {@code /proc/self/mountinfo} (proc(5)). */
final class MountTable {
    private static final int NUMBER = 2;
    private static final int ROOT = 3;
    private static final int MOUNT_POINT = 4;

    private MountTable() {}

    /** @return the first folder where the whole device is mounted */
    static Optional<Path> mountPoint(BlockDevices devices, Path device) throws IOException {
        String number = devices.find(device).map(BlockDevice::number).orElse("");
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            String[] fields = line.split(" ");
            boolean whole = fields.length > MOUNT_POINT && fields[ROOT].equals("/");
            // A FUSE file system (ntfs-3g) has a device number of its own; the source's name stands behind the
            // separator.
            if (whole && (fields[NUMBER].equals(number) || fields[fields.length - 2].equals(device.toString()))) {
                return Optional.of(Path.of(unescape(fields[MOUNT_POINT])));
            }
        }
        return Optional.empty();
    }

    private static String unescape(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}

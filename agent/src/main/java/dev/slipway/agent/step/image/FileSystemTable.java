package dev.slipway.agent.step.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /etc/fstab} of an applied Linux system: lines that name volumes of the machine it was captured from go, the new volumes come. */
final class FileSystemTable {
    private static final Pattern FOREIGN = Pattern.compile("(UUID|PARTUUID|LABEL|PARTLABEL)=.*|/dev/.*");
    private static final String MARK = "# Volumes of this machine, written when the system was deployed";

    private FileSystemTable() {}

    static void write(Path root, String rootUuid, Optional<String> efiSerial) throws IOException {
        Path file = root.resolve("etc/fstab");
        List<String> before = Files.exists(file) ? Files.readAllLines(file) : List.of();
        Path beside = root.resolve("etc/fstab.new");
        Files.writeString(beside, String.join("\n", lines(before, rootUuid, efiSerial)) + "\n");
        Files.move(beside, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    static List<String> lines(List<String> before, String rootUuid, Optional<String> efiSerial) {
        List<String> lines = new ArrayList<>();
        for (String line : before) {
            String source = line.strip().split("\\s+", 2)[0];
            if (!FOREIGN.matcher(source).matches() && !line.equals(MARK)) {
                lines.add(line);
            }
        }
        lines.add(MARK);
        lines.add("UUID=" + rootUuid + " / ext4 errors=remount-ro 0 1");
        efiSerial.ifPresent(serial -> lines.add("UUID=" + serial + " /boot/efi vfat umask=0077 0 1"));
        return lines;
    }
}

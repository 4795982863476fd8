package dev.slipway.agent.step.image;

import dev.slipway.agent.command.Commands;
import dev.slipway.agent.step.Chroot;
import dev.slipway.sequence.StepFailedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes an applied Linux system start from its disk, as a machine of its own. Everything here may be repeated. */
final class LinuxStart {
    private static final Pattern SERIAL_CONSOLE = Pattern.compile("(?:^|\\s)console=(tty(?:S|AMA)\\d+(?:,\\S+)?)");

    private final Commands commands;
    private final Consumer<String> log;

    LinuxStart(Commands commands, Consumer<String> log) {
        this.commands = commands;
        this.log = log;
    }

    /**
     * How the machine starts.
     *
     * @param uefi else BIOS
     * @param kernelCommandLine the boot environment's, for its serial console
     */
    record Machine(boolean uefi, String kernelCommandLine) {
        static Machine here() throws IOException {
            return new Machine(
                    Files.isDirectory(Path.of("/sys/firmware/efi")), Files.readString(Path.of("/proc/cmdline")));
        }

        Optional<String> serialConsole() {
            Matcher matcher = SERIAL_CONSOLE.matcher(kernelCommandLine);
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        }
    }

    /**
     * Writes fstab, takes away the identity of the machine that the image was captured from, and installs GRUB.
     *
     * @param root where {@code device} is mounted
     */
    void install(Path root, Path device, DiskTable table, Machine machine)
            throws StepFailedException, IOException, InterruptedException {
        Optional<DiskTable.Entry> efi = machine.uefi() ? table.efiSystemPartition() : Optional.empty();
        if (machine.uefi() && efi.isEmpty()) {
            throw new StepFailedException(
                    "efi-partition-missing",
                    "The machine starts by UEFI, but " + table.disk()
                            + " has no EFI system partition. Let Format and Partition Disk"
                            + " make one: type EFI, FAT32, 100 MB or more.");
        }
        String uuid = VolumeIdentifier.ofExt(device);
        Optional<String> serial =
                efi.isPresent() ? Optional.of(VolumeIdentifier.ofFat32(efi.get().device())) : Optional.empty();
        FileSystemTable.write(root, uuid, serial);
        link(uuid, device);
        try (Chroot chroot = Chroot.open(root, commands, log)) {
            forgetMachine(chroot);
            console(root, machine);
            grub(chroot, table, efi, machine);
        }
        if (efi.isPresent()) {
            FirmwareEntry.write(table.disk(), efi.get().number(), commands, log);
        }
    }

    /** Without it, and without udev here, grub-mkconfig would name the root by a device that may be called differently tomorrow. */
    private static void link(String uuid, Path device) throws IOException {
        Path folder = Files.createDirectories(Path.of("/dev/disk/by-uuid"));
        try {
            Files.createSymbolicLink(folder.resolve(uuid), device);
        } catch (FileAlreadyExistsException e) {
            // udev was faster, or the step runs a second time.
        }
    }

    private static void forgetMachine(Chroot chroot) throws IOException, InterruptedException {
        Path root = chroot.root();
        // Empty: systemd makes a new one at the first start.
        Files.writeString(root.resolve("etc/machine-id"), "");
        Path dbus = root.resolve("var/lib/dbus/machine-id");
        if (Files.isRegularFile(dbus, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(dbus);
        }
        Files.deleteIfExists(root.resolve("var/lib/systemd/random-seed"));
        Path ssh = root.resolve("etc/ssh");
        if (Files.isDirectory(ssh) && chroot.has("ssh-keygen")) {
            try (Stream<Path> files = Files.list(ssh)) {
                for (Path key : files.filter(f -> f.getFileName().toString().startsWith("ssh_host_"))
                        .toList()) {
                    Files.delete(key);
                }
            }
            chroot.require("ssh-keygen", "-A");
        }
    }

    /** A machine that is watched over a serial line goes on being so. */
    private static void console(Path root, Machine machine) throws IOException {
        if (machine.serialConsole().isEmpty()) {
            return;
        }
        Path folder = Files.createDirectories(root.resolve("etc/default/grub.d"));
        Files.writeString(
                folder.resolve("slipway-console.cfg"),
                "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX console=tty0 console="
                        + machine.serialConsole().get() + "\"\nGRUB_TERMINAL=\"console serial\"\n"
                        + "GRUB_SERIAL_COMMAND=\"serial --unit=0 --speed=115200\"\nGRUB_TIMEOUT=1\n");
    }

    private void grub(Chroot chroot, DiskTable table, Optional<DiskTable.Entry> efi, Machine machine)
            throws StepFailedException, IOException, InterruptedException {
        String modules = machine.uefi() ? "x86_64-efi" : "i386-pc";
        if (!chroot.has("grub-install")
                || !Files.isDirectory(chroot.root().resolve("usr/lib/grub").resolve(modules))) {
            throw new StepFailedException(
                    "boot-loader-missing",
                    "The image holds no GRUB for this machine's firmware (" + modules
                            + "). Add the packages grub2-common and "
                            + (machine.uefi() ? "grub-efi-amd64-bin" : "grub-pc-bin") + " to the image.");
        }
        if (efi.isPresent()) {
            chroot.mount("boot/efi", "-t", "vfat", efi.get().device().toString());
            chroot.require(
                    "grub-install", "--target=" + modules, "--efi-directory=/boot/efi", "--removable", "--no-nvram");
        } else {
            chroot.require("grub-install", "--target=" + modules, table.disk().toString());
        }
        Files.createDirectories(chroot.root().resolve("boot/grub"));
        chroot.require("grub-mkconfig", "-o", "/boot/grub/grub.cfg");
        warnWithoutKernel(chroot.root());
    }

    private void warnWithoutKernel(Path root) throws IOException {
        List<Path> kernels;
        try (Stream<Path> files = Files.list(root.resolve("boot"))) {
            kernels = files.filter(f -> f.getFileName().toString().startsWith("vmlinuz"))
                    .toList();
        }
        if (kernels.isEmpty()) {
            log.accept("Warning: the image holds no kernel in /boot; the system will not start.");
        }
    }
}

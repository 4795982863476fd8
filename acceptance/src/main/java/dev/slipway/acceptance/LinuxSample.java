package dev.slipway.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A small bootable Debian as a WIM of one index: systemd, a kernel, GRUB for BIOS and UEFI (its own tools install it on the
 * target), addresses by DHCP, a console on the serial line. It is kept in a folder and made once.
 */
public record LinuxSample(Path folder) {
    private static final String PACKAGES = String.join(
            ",",
            List.of(
                    "systemd-sysv",
                    "udev",
                    "dbus",
                    "linux-image-cloud-amd64",
                    "initramfs-tools",
                    "grub-pc-bin",
                    "grub-efi-amd64-bin",
                    "grub2-common",
                    "efibootmgr",
                    "e2fsprogs",
                    "passwd",
                    "zstd"));

    /** @return the WIM, about 110 MB; made on the first call (about a minute) */
    public Path wim() throws IOException, InterruptedException {
        Path wim = folder.resolve("debian-13.wim");
        if (Files.exists(wim)) {
            return wim;
        }
        Files.createDirectories(folder);
        Path root = folder.resolve("debian-13-root");
        Shell shell = new Shell(folder.resolve("debian-13.log"));
        shell.run(Duration.ofMinutes(1), "rm", "-rf", root.toString());
        shell.run(Duration.ofMinutes(15), "", mmdebstrap(root));
        configure(root, shell);
        Path unfinished = folder.resolve("debian-13.wim.part");
        Files.deleteIfExists(unfinished);
        shell.run(
                Duration.ofMinutes(5),
                "wimlib-imagex",
                "capture",
                root.toString(),
                unfinished.toString(),
                "Debian 13",
                "Debian 13 (trixie), minimal, for trying Slipway",
                "--unix-data",
                "--compress=XPRESS",
                "--check");
        Files.move(unfinished, wim, StandardCopyOption.ATOMIC_MOVE);
        shell.run(Duration.ofMinutes(1), "rm", "-rf", root.toString());
        return wim;
    }

    private List<String> mmdebstrap(Path root) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mmdebstrap", "--variant=minbase", "--include=" + PACKAGES));
        for (String unwanted : List.of("doc", "man", "locale", "i18n", "info")) {
            command.add("--dpkgopt=path-exclude=/usr/share/" + unwanted + "/*");
        }
        command.add("--aptopt=APT::Install-Recommends \"false\"");
        command.addAll(List.of("trixie", root.toString(), "deb " + mirror() + " trixie main"));
        return command;
    }

    /** The machine's own Debian mirror. */
    private static String mirror() throws IOException, InterruptedException {
        Process apt = new ProcessBuilder(
                        "apt-get",
                        "indextargets",
                        "--format",
                        "$(SITE) $(COMPONENT)",
                        "Created-By: Packages",
                        "Origin: Debian")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = apt.inputReader()) {
            String mirror = lines.lines()
                    .filter(line -> line.endsWith(" main") && !line.contains("security"))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .findFirst()
                    .orElseThrow(() -> new IOException("apt knows no Debian mirror here; run 'apt-get update' first"));
            apt.waitFor();
            return mirror;
        }
    }

    private static void configure(Path root, Shell shell) throws IOException, InterruptedException {
        Files.writeString(root.resolve("etc/systemd/network/20-wired.network"), """
                [Match]
                Type=ether

                [Network]
                DHCP=ipv4
                """);
        Files.writeString(root.resolve("etc/hostname"), "debian\n");
        Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost\n");
        Files.writeString(root.resolve("etc/machine-id"), "");
        Files.writeString(root.resolve("etc/fstab"), "");
        shell.run(Duration.ofMinutes(1), "systemctl", "--root=" + root, "enable", "systemd-networkd.service");
        shell.run(
                Duration.ofMinutes(1),
                "systemctl",
                "--root=" + root,
                "mask",
                "systemd-firstboot.service",
                "apt-daily.timer",
                "apt-daily-upgrade.timer");
        shell.run(
                Duration.ofMinutes(1),
                "sh",
                "-c",
                "rm -rf \"$0\"/var/cache/apt/* \"$0\"/var/lib/apt/lists/* \"$0\"/var/log/*.log",
                root.toString());
    }
}

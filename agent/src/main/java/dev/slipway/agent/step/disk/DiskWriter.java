package dev.slipway.agent.step.disk;

import dev.slipway.agent.command.Command;
import dev.slipway.agent.command.Commands;
import dev.slipway.sequence.StepFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Writes a layout onto a disk and makes the file systems. What was on the disk is lost. */
public final class DiskWriter {
    private static final Duration QUICK = Duration.ofMinutes(10);
    private static final Duration FULL = Duration.ofHours(12);
    private static final int SECTORS_PER_MEBIBYTE = 2048;
    private static final Duration POLL = Duration.ofMillis(200);

    private final Commands commands;
    private final Consumer<String> log;

    public DiskWriter(Commands commands, Consumer<String> log) {
        this.commands = commands;
        this.log = log;
    }

    /**
     * Replaces the partition table, erases signatures of older file systems, and waits until the kernel knows the partitions.
     *
     * @throws IOException when sfdisk fails, for example because a partition is in use
     */
    public void partition(Path disk, DiskLayout layout) throws StepFailedException, IOException, InterruptedException {
        writeTable(disk, layout);
        if (appear(disk, layout, 5)) {
            return;
        }
        // A kernel that cannot read this kind of table is told each partition.
        commands.run(Command.of("partx", "--update", disk.toString()), log);
        if (!appear(disk, layout, 50)) {
            throw new StepFailedException(
                    "partition-not-seen",
                    "The partition table of " + disk + " is written, but the kernel does not show its partitions."
                            + " Something may still use the disk; restart the machine and run the sequence again.");
        }
    }

    void writeTable(Path disk, DiskLayout layout) throws IOException, InterruptedException {
        commands.require(
                Command.of("sfdisk", "--wipe", "always", "--wipe-partitions", "always", disk.toString())
                        .withInput(layout.sfdiskScript().getBytes(StandardCharsets.UTF_8)),
                log);
    }

    private static boolean appear(Path disk, DiskLayout layout, int polls) throws InterruptedException {
        for (int poll = 0; poll < polls; poll++) {
            if (layout.partitions().stream().allMatch(p -> Files.exists(Disks.partition(disk, p.number())))) {
                return true;
            }
            Thread.sleep(POLL);
        }
        return false;
    }

    /** Makes the file system of a partition, if it is to have one. */
    public void format(Path disk, DiskLayout.Planned partition) throws IOException, InterruptedException {
        PartitionRequest request = partition.request();
        Path device = Disks.partition(disk, partition.number());
        if (!request.quickFormat() && request.format() != VolumeFormat.NTFS && request.format() != VolumeFormat.NONE) {
            log.accept("A full format exists only for NTFS; " + device + " is formatted quickly.");
        }
        switch (request.format()) {
            case NONE -> {
                // The signatures of what was there before are gone already.
            }
            case FAT32 ->
                make(List.of("mkfs.vfat", "-F", "32"), "-n", label(request).toUpperCase(Locale.ROOT), device, QUICK);
            // -F: the device may carry the signature of an older partition table.
            case EXT4 -> make(List.of("mkfs.ext4", "-q", "-F"), "-L", label(request), device, QUICK);
            case NTFS -> makeNtfs(partition, device);
        }
    }

    /** Windows' boot sector needs the partition's start and a geometry, which the kernel does not tell for every disk. */
    private void makeNtfs(DiskLayout.Planned partition, Path device) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mkntfs", "-q", "-F", "-H", "255", "-S", "63", "-p"));
        command.add(Long.toString(partition.startMebibytes() * SECTORS_PER_MEBIBYTE));
        if (partition.request().quickFormat()) {
            command.add("-Q");
        }
        make(
                command,
                "-L",
                label(partition.request()),
                device,
                partition.request().quickFormat() ? QUICK : FULL);
    }

    private void make(List<String> command, String labelOption, String label, Path device, Duration timeout)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(command);
        if (!label.isEmpty()) {
            arguments.add(labelOption);
            arguments.add(label);
        }
        arguments.add(device.toString());
        commands.require(Command.of(arguments.toArray(String[]::new)).within(timeout), log);
    }

    private String label(PartitionRequest request) {
        String name = request.volumeName();
        int limit = request.format().labelLimit();
        if (name.length() <= limit) {
            return name;
        }
        log.accept("The volume name '" + name + "' is cut to the " + limit + " characters that " + request.format()
                + " allows.");
        return name.substring(0, limit);
    }
}

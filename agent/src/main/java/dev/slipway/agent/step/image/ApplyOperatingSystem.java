package dev.slipway.agent.step.image;

import dev.slipway.agent.step.PackageSource;
import dev.slipway.agent.step.StepTools;
import dev.slipway.agent.step.StepValues;
import dev.slipway.agent.step.settings.AnswerFile;
import dev.slipway.agent.step.settings.ApplyWindowsSettings;
import dev.slipway.agent.volume.FileSystem;
import dev.slipway.agent.volume.LocalVolumes;
import dev.slipway.agent.wim.ExtractOption;
import dev.slipway.sequence.Step;
import dev.slipway.sequence.StepContext;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.sequence.StepHandler;
import dev.slipway.sequence.StepResult;
import dev.slipway.wim.ImageInfo;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;

/**
 * Apply Operating System Image (STEP-1): empties the destination but for the run's and the users' state, brings the image there, and makes it start.
 *
 * <p>Sets {@code OSDTargetSystemDrive} to the volume's device and {@code OSDTargetSystemRoot} to the folder where the boot environment has it mounted
 * (for a Windows image, to the folder {@code Windows} in it).
 */
public final class ApplyOperatingSystem implements StepHandler {
    public static final String TYPE = "SMS_TaskSequence_ApplyOperatingSystemAction";

    private final StepTools tools;
    private final PackageSource source;
    private final SystemStart systemStart;

    /** Makes an applied Linux system start; apart, since it writes to the firmware of the machine it runs on. */
    @FunctionalInterface
    interface SystemStart {
        void install(Path root, Path device, StepContext context)
                throws StepFailedException, IOException, InterruptedException;
    }

    public ApplyOperatingSystem(StepTools tools, PackageSource source) {
        this(tools, source, (root, device, context) -> start(tools, root, device, context));
    }

    ApplyOperatingSystem(StepTools tools, PackageSource source, SystemStart systemStart) {
        this.tools = tools;
        this.source = source;
        this.systemStart = systemStart;
    }

    @Override
    public StepResult run(Step step, StepContext context)
            throws StepFailedException, IOException, InterruptedException {
        StepValues values = new StepValues(context);
        ImageChoice choice = ImageChoice.of(values, source);
        try (PackageSource.OpenFile file = source.open(choice.packageId(), choice.path());
                WimFile wim = WimFile.open(file)) {
            ImageInfo info = info(wim, choice);
            TargetSystem system = TargetSystem.of(wim.image(choice.index()));
            long needed = Math.max(0, info.totalBytes() - info.hardLinkBytes());
            LocalVolumes.Volume volume = new Destination(tools.volumes(), tools.commands()).resolve(context, needed);
            checkFits(system, volume);
            context.log("Applying image " + choice.index() + " '" + info.name() + "' of " + choice.path() + " in "
                    + choice.packageId() + " to " + volume.device());
            context.variables().setBuiltIn(ApplyWindowsSettings.ARCHITECTURE, info.architecture());
            apply(context, values, choice, wim, file, info, volume, system);
            for (String origin : source.origins(choice.packageId())) {
                context.log("Fetched " + origin);
            }
        }
        return StepResult.ok();
    }

    private static ImageInfo info(WimFile wim, ImageChoice choice) throws StepFailedException {
        return wim.images().stream()
                .filter(image -> image.index() == choice.index())
                .findFirst()
                .orElseThrow(() -> new StepFailedException(
                        "image-unknown",
                        choice.path() + " of package " + choice.packageId() + " has no image " + choice.index()
                                + ", only " + wim.images().size() + " image(s). Correct the step's image index."));
    }

    private static void checkFits(TargetSystem system, LocalVolumes.Volume volume) throws StepFailedException {
        FileSystem wanted = switch (system) {
            case WINDOWS -> FileSystem.NTFS;
            case LINUX -> FileSystem.EXT;
            case OTHER -> volume.fileSystem();
        };
        if (volume.fileSystem() != wanted) {
            throw new StepFailedException(
                    "volume-file-system",
                    "The image holds a " + system + " system, which needs " + wanted + ", but " + volume.device()
                            + " has " + volume.fileSystem()
                            + ". Choose another volume, or another file system in Format and Partition Disk.");
        }
    }

    private void apply(
            StepContext context,
            StepValues values,
            ImageChoice choice,
            WimFile wim,
            PackageSource.OpenFile file,
            ImageInfo info,
            LocalVolumes.Volume volume,
            TargetSystem system)
            throws StepFailedException, IOException, InterruptedException {
        Path device = volume.device();
        ImageWriter writer = new ImageWriter(context, info.name());
        Shelf shelf = new Shelf(tools.volumes(), device);
        boolean raw = volume.fileSystem() == FileSystem.NTFS;
        if (raw) {
            // libwim writes the volume itself, so nothing may have it mounted.
            tools.stateVolume().release(device);
            onVolume(device, root -> VolumeWipe.wipe(root, context.variables().value("_SMSTSUserStatePath")));
            writer.write(wim, file, choice.index(), device, EnumSet.of(ExtractOption.NTFS_VOLUME), shelf::elsewhere);
        }
        onVolume(device, root -> {
            if (!raw) {
                VolumeWipe.wipe(root, context.variables().value("_SMSTSUserStatePath"));
                writer.write(
                        wim, file, choice.index(), root, EnumSet.of(ExtractOption.UNIX_DATA), bytes -> Shelf.on(root));
            }
            finish(context, values, root, device, system);
            tools.stateVolume().adopt(device);
        });
    }

    /** Work on a mounted volume. */
    @FunctionalInterface
    private interface Work {
        void on(Path root) throws StepFailedException, IOException, InterruptedException;
    }

    private void onVolume(Path device, Work work) throws StepFailedException, IOException, InterruptedException {
        Path root = tools.volumes().mount(device);
        try {
            work.on(root);
        } finally {
            tools.volumes().unmount(device);
        }
    }

    private void finish(StepContext context, StepValues values, Path root, Path device, TargetSystem system)
            throws StepFailedException, IOException, InterruptedException {
        context.progress(96, "Making the system start");
        switch (system) {
            case LINUX -> systemStart.install(root, device, context);
            case WINDOWS -> {
                AnswerFile.copyFromPackage(values, source, context, root);
                context.log("Warning: this agent does not write Windows' boot files and boot store yet; " + device
                        + " holds the system, but the machine will not start it.");
            }
            case OTHER -> context.log("The image holds neither Windows nor Linux; nothing is done to make it start.");
        }
        context.variables().set("OSDTargetSystemDrive", device.toString());
        context.variables()
                .set(
                        "OSDTargetSystemRoot",
                        (system == TargetSystem.WINDOWS ? root.resolve("Windows") : root).toString());
        String applied = context.variables().value(Destination.APPLIED);
        context.variables()
                .setBuiltIn(Destination.APPLIED, applied.isEmpty() ? device.toString() : applied + "," + device);
    }

    private static void start(StepTools tools, Path root, Path device, StepContext context)
            throws StepFailedException, IOException, InterruptedException {
        Optional<DiskTable> table = DiskTable.around(device, tools.volumes().devices(), tools.commands());
        if (table.isEmpty()) {
            throw new StepFailedException(
                    "partition-table-missing",
                    device
                            + " lies on no disk with a partition table that sfdisk can read, so no boot loader can be installed."
                            + " Partition the disk first.");
        }
        new LinuxStart(tools.commands(), context::log).install(root, device, table.get(), LinuxStart.Machine.here());
    }
}

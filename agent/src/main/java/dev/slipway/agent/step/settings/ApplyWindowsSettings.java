package dev.slipway.agent.step.settings;

import dev.slipway.agent.step.Chroot;
import dev.slipway.agent.step.StepTools;
import dev.slipway.sequence.Step;
import dev.slipway.sequence.StepContext;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.sequence.StepHandler;
import dev.slipway.sequence.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Apply Windows Settings (STEP-16). A Windows target gets them in its answer file, a Linux target in its own configuration files. The target is the volume
 * that {@code OSDTargetSystemDrive} names.
 */
public final class ApplyWindowsSettings implements StepHandler {
    public static final String TYPE = "SMS_TaskSequence_ApplyWindowsSettingsAction";

    /** The applied image's architecture as its XML data says it; set by Apply Operating System Image. */
    public static final String ARCHITECTURE = "_SlipwayTargetArchitecture";

    private final StepTools tools;

    public ApplyWindowsSettings(StepTools tools) {
        this.tools = tools;
    }

    @Override
    public StepResult run(Step step, StepContext context)
            throws StepFailedException, IOException, InterruptedException {
        String drive = context.variables().value("OSDTargetSystemDrive");
        if (drive.isEmpty()) {
            throw new StepFailedException(
                    "target-unknown",
                    "OSDTargetSystemDrive is not set: there is no applied system to write settings to. Put this step behind Apply"
                            + " Operating System Image.");
        }
        SystemSettings settings = SystemSettings.read(context);
        Path device = Path.of(drive);
        Path root = tools.volumes().mount(device);
        try {
            write(settings, root, context);
        } finally {
            tools.volumes().unmount(device);
        }
        return StepResult.ok();
    }

    private void write(SystemSettings settings, Path root, StepContext context)
            throws StepFailedException, IOException, InterruptedException {
        if (Files.isDirectory(root.resolve("etc"))) {
            try (Chroot chroot = Chroot.open(root, tools.commands(), context::log)) {
                new LinuxSettings(chroot, context).write(settings);
            }
            return;
        }
        AnswerFile answers =
                AnswerFile.of(root, architecture(context.variables().value(ARCHITECTURE)));
        WindowsSettings.write(settings, answers);
        answers.write(root);
        context.log("Wrote the settings into the answer file of the Windows system");
    }

    private static String architecture(String imageArchitecture) {
        return switch (imageArchitecture) {
            case "x86", "arm64", "arm" -> imageArchitecture;
            default -> "amd64";
        };
    }
}

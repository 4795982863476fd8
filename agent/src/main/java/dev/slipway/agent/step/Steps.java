package dev.slipway.agent.step;

import dev.slipway.agent.step.disk.FormatAndPartitionDisk;
import dev.slipway.agent.step.image.ApplyOperatingSystem;
import dev.slipway.agent.step.settings.ApplyWindowsSettings;
import dev.slipway.sequence.StepHandler;
import java.util.Map;

/** The steps that this agent can do, by the type that task sequences call them. */
public final class Steps {
    private Steps() {}

    /** @param source the run's packages */
    public static Map<String, StepHandler> handlers(StepTools tools, PackageSource source) {
        PackageDownloads downloads = new PackageDownloads(source, tools.stateVolume());
        return Map.of(
                RestartComputer.TYPE, new RestartComputer(tools),
                SetVariable.TYPE, new SetVariable(),
                RunCommandLine.TYPE, new RunCommandLine(tools.commands(), downloads),
                FormatAndPartitionDisk.TYPE, new FormatAndPartitionDisk(tools),
                ApplyOperatingSystem.TYPE, new ApplyOperatingSystem(tools, source),
                ApplyWindowsSettings.TYPE, new ApplyWindowsSettings(tools));
    }
}

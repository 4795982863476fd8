package dev.slipway.agent;

import dev.slipway.agent.command.Commands;
import dev.slipway.agent.console.Console;
import dev.slipway.agent.machine.Hardware;
import dev.slipway.agent.restart.Staging;
import dev.slipway.agent.site.SiteAddress;
import dev.slipway.agent.step.PackageSource;
import dev.slipway.agent.step.StepTools;
import dev.slipway.agent.volume.LocalVolumes;
import dev.slipway.agent.volume.StateVolume;
import dev.slipway.sequence.Environment;
import dev.slipway.sequence.StepHandler;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What the agent works with on this machine.
 *
 * @param steps makes the steps' deeds, by XML type
 * @param systemRoot root of the running system, where the full operating system has the agent's unit
 */
public record AgentSettings(
        Environment environment,
        SiteAddress address,
        Hardware hardware,
        LocalVolumes volumes,
        StateVolume state,
        Commands commands,
        Console console,
        BiFunction<StepTools, PackageSource, Map<String, StepHandler>> steps,
        Staging staging,
        Path systemRoot) {}

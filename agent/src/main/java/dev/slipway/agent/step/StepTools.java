package dev.slipway.agent.step;

import dev.slipway.agent.command.Commands;
import dev.slipway.agent.volume.LocalVolumes;
import dev.slipway.agent.volume.StateVolume;

/**
 * What the steps' deeds work with.
 *
 * @param stateVolume to be asked for release before a volume is formatted or written raw, and given a volume afterwards
 */
public record StepTools(LocalVolumes volumes, StateVolume stateVolume, Commands commands) {}

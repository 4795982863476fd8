package dev.slipway.agent.restart;

import dev.slipway.agent.command.Command;
import dev.slipway.agent.command.Commands;
import dev.slipway.agent.volume.LocalVolumes;
import dev.slipway.sequence.Environment;
import java.io.IOException;
import java.util.function.Consumer;

/** Restarts the machine with its volumes written back. */
public final class Restarter {
    private final Environment environment;
    private final LocalVolumes volumes;
    private final Commands commands;
    private final Consumer<String> log;

    public Restarter(Environment environment, LocalVolumes volumes, Commands commands, Consumer<String> log) {
        this.environment = environment;
        this.volumes = volumes;
        this.commands = commands;
        this.log = log;
    }

    /** Returns once the restart is under way; the agent must end then. */
    public void restart() throws IOException, InterruptedException {
        switch (environment) {
            case WINPE -> {
                // Nothing else runs in the boot environment that would want to be asked.
                volumes.unmountAll();
                commands.require(Command.of("sync"), log);
                commands.require(Command.of("reboot", "-f"), log);
            }
            case FULL_OS -> commands.require(Command.of("systemctl", "reboot"), log);
        }
    }
}

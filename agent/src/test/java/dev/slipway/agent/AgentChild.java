package dev.slipway.agent;

import dev.slipway.agent.command.CommandResult;
import dev.slipway.agent.command.Commands;
import dev.slipway.agent.console.Console;
import dev.slipway.agent.machine.Hardware;
import dev.slipway.agent.restart.Staging;
import dev.slipway.agent.site.SiteAddress;
import dev.slipway.agent.volume.BlockDevices;
import dev.slipway.agent.volume.LocalVolumes;
import dev.slipway.agent.volume.StateVolume;
import dev.slipway.sequence.Environment;
import dev.slipway.sequence.StepHandler;
import dev.slipway.sequence.StepResult;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** The agent in a process of its own, so that it can be killed. Its one kind of step writes its name to a file, at its begin and end. */
public final class AgentChild {
    static final String STEP = "Test_Append";
    static final String RESTARTED = "reboot";

    private AgentChild() {}

    /** @param arguments environment, machine's folder */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Environment environment = Environment.valueOf(arguments[0]);
        Path machine = Path.of(arguments[1]);
        Console console = new Console(System.in, System.out);
        try (Reader reader = Files.newBufferedReader(machine.resolve("agent.properties"))) {
            new Agent(settings(environment, machine, SiteAddress.ofProperties(reader), console)).run();
        }
        System.exit(0);
    }

    static AgentSettings settings(Environment environment, Path machine, SiteAddress address, Console console)
            throws IOException {
        Path disks = Files.createDirectories(machine.resolve("sys/block"));
        Commands commands = (command, log) -> {
            append(machine, String.join(" ", command.arguments()));
            return new CommandResult(0, List.of(), false);
        };
        LocalVolumes volumes = new LocalVolumes(
                new BlockDevices(disks.resolve(".."), machine), commands, machine.resolve("mnt"), console::say);
        StepHandler handler = (step, context) -> {
            append(machine, "begin " + step.name());
            context.log(
                    "working on " + step.name() + " with " + context.variables().value("Secret"));
            Thread.sleep(40);
            append(machine, "end " + step.name());
            return StepResult.ok();
        };
        return new AgentSettings(
                environment,
                address,
                new Hardware(machine),
                volumes,
                new StateVolume(volumes, machine.resolve("memory")),
                commands,
                console,
                (tools, source) -> Map.of(STEP, handler),
                Staging.ofRunning(),
                machine);
    }

    static Path done(Path machine) {
        return machine.resolve("done");
    }

    private static void append(Path machine, String line) throws IOException {
        try (FileChannel channel = FileChannel.open(
                done(machine), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        }
    }
}

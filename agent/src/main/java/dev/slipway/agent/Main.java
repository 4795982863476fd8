package dev.slipway.agent;

import dev.slipway.agent.command.Commands;
import dev.slipway.agent.command.SystemCommands;
import dev.slipway.agent.console.Console;
import dev.slipway.agent.log.LogFile;
import dev.slipway.agent.log.LogViewer;
import dev.slipway.agent.machine.Hardware;
import dev.slipway.agent.restart.Staging;
import dev.slipway.agent.site.SiteAddress;
import dev.slipway.agent.step.Steps;
import dev.slipway.agent.text.Texts;
import dev.slipway.agent.volume.BlockDevices;
import dev.slipway.agent.volume.LocalVolumes;
import dev.slipway.agent.volume.StateVolume;
import dev.slipway.sequence.Environment;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The agent's start. In the boot environment the kernel's command line tells of the site; with {@code --full-os} a file beside the
 * staged agent does. {@code --train} walks through the start without a site and ends, for the AOT cache of the boot image.
 */
public final class Main {
    /** Prestart files may bring languages along. */
    private static final Path LANGUAGES = Path.of("/opt/slipway/prestart/languages");

    private static final Path ROOT = Path.of("/");
    private static final Path MOUNTS = Path.of("/run/slipway/volumes");
    private static final Path MEMORY = Path.of("/run/slipway/state");

    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        // What the modules below log stands on the console like the agent's own lines, one each.
        System.setProperty("java.util.logging.SimpleFormatter.format", "[%1$tT] %5$s%n");
        List<String> options = List.of(arguments);
        if (options.equals(List.of("--train"))) {
            Training.run();
            return;
        }
        Texts texts = Texts.in(List.of(LANGUAGES), System.getProperty("slipway.language", ""));
        if (!options.isEmpty() && options.getFirst().equals("--log")) {
            showLog(options, texts);
            return;
        }
        Console console = new Console(System.in, System.out);
        console.speak(texts);
        try {
            if (!options.isEmpty() && !options.equals(List.of("--full-os"))) {
                throw new IllegalArgumentException(
                        "Unknown arguments " + options + "; known are --full-os, --log and --train");
            }
            if (options.isEmpty()) {
                console.keep(LogFile.at(LogFile.BOOT));
            }
            new Agent(settings(options.isEmpty() ? Environment.WINPE : Environment.FULL_OS, console)).run();
        } catch (IOException | RuntimeException e) {
            console.say("The agent cannot go on: " + e);
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    /** {@code --log} on a console, {@code --log once} where nobody types; another file may be named behind. */
    private static void showLog(List<String> options, Texts texts) throws IOException, InterruptedException {
        boolean once = options.contains("once");
        Path file = options.stream()
                .skip(1)
                .filter(option -> option.startsWith("/"))
                .findFirst()
                .map(Path::of)
                .orElse(LogFile.BOOT);
        LogViewer viewer = new LogViewer(file, texts, System.out);
        if (once) {
            viewer.once();
        } else {
            viewer.run(System.in);
        }
        System.exit(0);
    }

    private static AgentSettings settings(Environment environment, Console console) throws IOException {
        Commands commands = new SystemCommands();
        LocalVolumes volumes = new LocalVolumes(new BlockDevices(), commands, MOUNTS, console::say);
        return new AgentSettings(
                environment,
                address(environment),
                new Hardware(),
                volumes,
                new StateVolume(volumes, MEMORY),
                commands,
                console,
                Steps::handlers,
                Staging.ofRunning(),
                ROOT);
    }

    private static SiteAddress address(Environment environment) throws IOException {
        return switch (environment) {
            case WINPE -> SiteAddress.ofCommandLine(Files.readString(Path.of("/proc/cmdline")));
            case FULL_OS -> {
                try (Reader reader = Files.newBufferedReader(ROOT.resolve(Staging.PROPERTIES))) {
                    yield SiteAddress.ofProperties(reader);
                }
            }
        };
    }
}

package dev.slipway.acceptance;

import dev.slipway.media.BootImageException;
import dev.slipway.media.BootImageRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** {@code slipway lab}: a site, a network and a virtual machine of its own, and one whole deployment to watch. */
public final class Lab {
    private static final int NETWORK = 0;
    private static final int HTTP_PORT = 8080;
    private static final int TLS_PORT = 8443;
    private static final Duration RUN_LIMIT = Duration.ofMinutes(15);

    private final Path home;
    private final Path folder;
    private final PrintStream out;
    private final Instant began = Instant.now();

    private Lab(Path home, PrintStream out) {
        this.home = home;
        this.folder = home.resolve("lab");
        this.out = out;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Path home = Path.of(System.getProperty("slipway.home", "."))
                .toAbsolutePath()
                .normalize();
        List<String> options = List.of(arguments);
        Lab lab = new Lab(home, System.out);
        if (!List.of("--down", "--bios", "--uefi").containsAll(options)) {
            System.err.println("Usage: slipway lab [--bios | --uefi] | --down");
            System.exit(2);
        }
        try {
            lab.down();
            if (!options.contains("--down")) {
                boolean succeeded = lab.up(
                        options.contains("--uefi") ? VirtualMachine.Firmware.UEFI : VirtualMachine.Firmware.BIOS);
                System.exit(succeeded ? 0 : 1);
            }
            lab.say("The lab is down.");
        } catch (BootImageException | IOException e) {
            System.err.println("slipway lab: " + e.getMessage());
            System.exit(1);
        }
    }

    private boolean up(VirtualMachine.Firmware firmware) throws IOException, InterruptedException, BootImageException {
        requireRoot();
        Files.createDirectories(folder);
        say("Building the boot image");
        Path bootImage = new LabBootImage(home, folder).built();
        say("Preparing the sample image (a few minutes the first time)");
        Path wim = new LinuxSample(BootImageRequest.defaultCache().resolve("samples")).wim();
        LabNetwork network = LabNetwork.open(NETWORK, folder.resolve("network.log"));
        say("Starting the site");
        SiteProcess site = new SiteProcess(SiteProcess.Settings.of(home, folder, HTTP_PORT, TLS_PORT, network));
        site.start();
        Files.writeString(folder.resolve("site.pid"), Long.toString(site.processId()));
        LabSite administrator = new LabSite(SiteApi.login(site.address(), "admin", site.password()));
        say("Adding boot image and operating system image");
        administrator.addBootImage(bootImage);
        String image = administrator.addImage(wim);
        String sequence = administrator.addSequence("Deploy Debian 13", SampleSequences.linux(image));
        String deployment = administrator.deploy(sequence, LabSite.ALL_UNKNOWN_COMPUTERS);
        say("Starting a virtual machine (" + firmware + ") from the network");
        VirtualMachine.Settings settings = VirtualMachine.Settings.of(folder.resolve("machine"), "lab1", firmware);
        boolean succeeded;
        try (VirtualMachine machine = new VirtualMachine(settings, network)) {
            machine.start();
            succeeded = watch(administrator, deployment);
        }
        say("The site runs on " + site.address() + " (account admin, password " + site.password() + ").");
        say("The machine's console is in " + settings.folder().resolve("serial.log")
                + "; end all with: slipway lab --down");
        return succeeded;
    }

    private boolean watch(LabSite site, String deployment) throws IOException, InterruptedException {
        StepPrinter printer = new StepPrinter();
        JsonNode run = site.awaitRun(deployment, RUN_LIMIT, "the run's end", now -> {
            printer.print(site.steps(now));
            return LabSite.ended(now);
        });
        boolean succeeded = run.path("state").asString().equals("SUCCEEDED");
        say(
                succeeded
                        ? "Deployed: the machine started from its own disk and reported success"
                        : "The run is " + run.path("state").asString() + ": "
                                + run.path("message").asString(""));
        return succeeded;
    }

    /** Prints each step when it begins and when it ends. */
    private final class StepPrinter {
        private int begun = -1;
        private int ended = -1;

        void print(JsonNode steps) {
            for (JsonNode step : steps) {
                int number = step.path("step").asInt();
                String state = step.path("state").asString();
                if (state.equals("WAITING") || state.equals("SKIPPED")) {
                    continue;
                }
                if (number > begun) {
                    begun = number;
                    say("  " + step.path("name").asString());
                }
                if (number > ended && !state.equals("RUNNING")) {
                    ended = number;
                    say(String.format(
                            Locale.ROOT,
                            "  %s: %s after %.1f s",
                            step.path("name").asString(),
                            state.toLowerCase(Locale.ROOT),
                            step.path("durationMilliseconds").asLong() / 1000.0));
                }
            }
        }
    }

    /** Ends what an earlier lab left, and forgets its data. */
    private void down() throws IOException, InterruptedException {
        Path pidFile = folder.resolve("site.pid");
        if (Files.exists(pidFile)) {
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            // The number may belong to another process by now.
            Optional<ProcessHandle> site = ProcessHandle.of(pid)
                    .filter(process -> process.info()
                            .commandLine()
                            .filter(line -> line.contains(folder.toString()))
                            .isPresent());
            site.ifPresent(ProcessHandle::destroy);
            if (site.isPresent()) {
                awaitEnd(site.get());
            }
        }
        if (Files.isDirectory(folder)) {
            LabNetwork.existing(NETWORK, folder.resolve("network.log")).close();
            new Shell(folder.resolve("network.log"))
                    .run(
                            Duration.ofMinutes(1),
                            "rm",
                            "-rf",
                            folder.resolve("data").toString(),
                            folder.resolve("machine").toString(),
                            folder.resolve("site.log").toString(),
                            pidFile.toString());
        }
    }

    private static void awaitEnd(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        }
    }

    private static void requireRoot() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new IOException("the lab needs root: it makes a network namespace with TAP devices, serves DHCP and"
                    + " mounts volumes. Run it with sudo.");
        }
    }

    private void say(String text) {
        Duration since = Duration.between(began, Instant.now());
        out.printf(Locale.ROOT, "%5.1f s  %s%n", since.toMillis() / 1000.0, text);
        out.flush();
    }
}

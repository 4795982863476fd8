package dev.slipway.acceptance;

import dev.slipway.media.BootImageRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.JsonNode;

/** One site, one network, one boot image and the sample images for all acceptance tests of a run. */
final class AcceptanceLab implements AutoCloseable {
    /** Long: the machine that runs the tests may be busy, and emulation is slow. */
    static final Duration RUN_LIMIT = Duration.ofMinutes(12);

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path SAMPLES = BootImageRequest.defaultCache().resolve("samples");

    private final Path folder;
    private final LabNetwork network;
    private final SiteProcess process;
    private final LabSite site;
    private final Map<Path, String> images = new HashMap<>();
    private int machines;

    private AcceptanceLab() throws Exception {
        folder = Path.of("target", "lab").toAbsolutePath();
        Shell shell = new Shell(Path.of("target", "acceptance.log").toAbsolutePath());
        shell.run(Duration.ofMinutes(1), "rm", "-rf", folder.toString());
        Files.createDirectories(folder);
        Path bootImage = new LabBootImage(HOME, folder).built();
        // Numbers from 100: the lab of `slipway lab` and other builds on this machine may stand beside it.
        network = LabNetwork.open(100 + (int) (ProcessHandle.current().pid() % 100), folder.resolve("network.log"));
        process = new SiteProcess(SiteProcess.Settings.of(HOME, folder, freePort(), freePort(), network));
        try {
            process.start();
            site = new LabSite(SiteApi.login(process.address(), "admin", process.password()));
            site.addBootImage(bootImage);
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    SiteProcess process() {
        return process;
    }

    LabSite site() {
        return site;
    }

    Path folder() {
        return folder;
    }

    Shell shell() {
        return new Shell(folder.resolve("shell.log"));
    }

    Path linuxWim() throws IOException, InterruptedException {
        return new LinuxSample(SAMPLES).wim();
    }

    Path windowsShapedWim() throws IOException, InterruptedException {
        return new WindowsShapedSample(SAMPLES).wim();
    }

    /** Adds an image once and returns its identifier. */
    String image(Path wim) throws IOException, InterruptedException {
        String known = images.get(wim);
        if (known == null) {
            known = site.addImage(wim);
            images.put(wim, known);
        }
        return known;
    }

    /** A machine that no test used before; it is off. */
    VirtualMachine machine(VirtualMachine.Firmware firmware) throws IOException {
        String name = "vm" + ++machines;
        return new VirtualMachine(VirtualMachine.Settings.of(folder.resolve(name), name, firmware), network);
    }

    /** Makes a machine known and deploys a sequence to it alone. @return the deployment's identifier */
    String deployTo(VirtualMachine machine, String sequenceXml) throws IOException, InterruptedException {
        String name = machine.settings().name();
        long device = site.importDevice(machine.settings());
        String collection = site.collectionOf("Only " + name, device);
        return site.deploy(site.addSequence("Deploy " + name, sequenceXml), collection);
    }

    /** The state and message of a step, by its name. */
    JsonNode step(JsonNode run, String name) throws IOException, InterruptedException {
        for (JsonNode step : site.steps(run)) {
            if (step.path("name").asString().equals(name)) {
                return step;
            }
        }
        throw new AssertionError("the run has no step " + name);
    }

    /** What a failed assertion should show besides: the run's end and the console's last lines. */
    String explain(JsonNode run, VirtualMachine machine) {
        try {
            String console = machine.console();
            return run.path("failedStep").asString("") + ": "
                    + run.path("message").asString("") + "\nthe console's end:\n"
                    + console.substring(Math.max(0, console.length() - 3000));
        } catch (IOException e) {
            return "the console cannot be read: " + e.getMessage();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.close();
        network.close();
    }

    /** Gives the lab to test methods; it ends when all tests of the run are done. */
    static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == AcceptanceLab.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Assumptions.assumeTrue(
                    "root".equals(System.getProperty("user.name")),
                    "network namespaces, TAP devices and DHCP need root");
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(AcceptanceLab.class, type -> open(), AcceptanceLab.class);
        }

        private static AcceptanceLab open() {
            try {
                return new AcceptanceLab();
            } catch (Exception e) {
                throw new IllegalStateException("The lab cannot be opened: " + e.getMessage(), e);
            }
        }
    }
}

package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.content.RemoteContent;
import dev.slipway.content.RemoteFile;
import dev.slipway.protocol.JoinCode;
import dev.slipway.wim.ByteRange;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** A site, and computers in a network of their own on which distribution points run. */
final class DistributionLab implements AutoCloseable {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Duration LIMIT = Duration.ofSeconds(90);

    final Path folder;
    final Shell shell;
    final LabNetwork network;
    final SiteProcess process;
    final LabSite site;
    private final SiteProcess.Settings settings;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private int hosts = 10;
    private int machines;

    DistributionLab() throws Exception {
        folder = Path.of("target", "distribution-lab").toAbsolutePath();
        new Shell(Path.of("target", "acceptance.log").toAbsolutePath())
                .run(Duration.ofMinutes(1), "rm", "-rf", folder.toString());
        Files.createDirectories(folder);
        shell = new Shell(folder.resolve("shell.log"));
        // Apart from the numbers of AcceptanceLab, which may stand beside it in the same process.
        network = LabNetwork.open(10 + (int) (ProcessHandle.current().pid() % 90), folder.resolve("network.log"));
        settings = SiteProcess.Settings.of(HOME, folder, freePort(), freePort(), network)
                .withoutBoot();
        process = new SiteProcess(settings);
        try {
            process.start();
            site = new LabSite(SiteApi.login(process.address(), "admin", process.password()));
            site.api().patch("/distribution-settings", Map.of("pollSeconds", 1, "retryDelaySeconds", 1, "retries", 50));
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    LabHost host() throws IOException, InterruptedException {
        LabHost host = network.host(++hosts);
        opened.add(host);
        return host;
    }

    String joinCode() throws IOException, InterruptedException {
        return site.api()
                .post("/join-codes", Map.of("minutes", 60))
                .path("code")
                .asString();
    }

    /** A running distribution point. */
    LabPoint point(String name, LabHost host) throws IOException, InterruptedException {
        LabPoint point = new LabPoint(settings.jar(), folder.resolve(name), name, host, process.machineAddressInLab());
        opened.add(point);
        point.start(joinCode());
        return point;
    }

    /** An image of incompressible files. @return where it lies */
    Path image(String name, int files, int bytesPerFile) throws IOException, InterruptedException {
        Path tree = folder.resolve(name);
        Files.createDirectories(tree);
        for (int i = 0; i < files; i++) {
            write(tree.resolve("file" + i), name.hashCode() + i, bytesPerFile);
        }
        Path wim = folder.resolve(name + ".wim");
        capture(tree, wim);
        return wim;
    }

    void write(Path file, long seed, int bytes) throws IOException {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        Files.write(file, noise);
    }

    /** Captures the image's files anew. */
    void capture(Path tree, Path wim) throws IOException, InterruptedException {
        Files.deleteIfExists(wim);
        shell.run(
                Duration.ofMinutes(1),
                "wimlib-imagex",
                "capture",
                tree.toString(),
                wim.toString(),
                "Sample",
                "--compress=XPRESS");
    }

    ContentId content(String packageId) throws IOException, InterruptedException {
        return new ContentId(
                site.api().get("/content/" + packageId).path("contentId").asString());
    }

    /** What the site tells of a package at a point; missing when it is not there. */
    JsonNode row(String packageId, LabPoint point) throws IOException, InterruptedException {
        for (JsonNode row : site.api().get("/content/" + packageId).path("points")) {
            if (row.path("pointId").asString().equals(point.id())) {
                return row;
            }
        }
        return site.api().get("/content/" + packageId).path("nothing");
    }

    JsonNode await(String what, String packageId, LabPoint point, Predicate<JsonNode> condition)
            throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(LIMIT);
        while (true) {
            JsonNode row = row(packageId, point);
            if (condition.test(row)) {
                return row;
            }
            assertThat(Instant.now())
                    .as("waited for: " + what + "; the row is " + row)
                    .isBefore(deadline);
            Thread.sleep(200);
        }
    }

    JsonNode awaitInstalled(String packageId, LabPoint point) throws IOException, InterruptedException {
        return await("installed", packageId, point, row -> state(row).equals("INSTALLED"));
    }

    static String state(JsonNode row) {
        return row.path("state").asString("");
    }

    void act(String packageId, String action, LabPoint... points) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        for (LabPoint point : points) {
            ids.add(point.id());
        }
        site.api().post("/content/" + packageId + "/" + action, Map.of("points", ids));
    }

    /** A machine whose run reads the image, known to the site and near to these points, the nearest first. */
    ReadingMachine machine(String image, LabPoint... nearest) throws Exception {
        String name = "reader" + ++machines;
        VirtualMachine.Settings known =
                VirtualMachine.Settings.of(folder.resolve(name), name, VirtualMachine.Firmware.UEFI);
        List<String> points = new ArrayList<>();
        for (LabPoint point : nearest) {
            points.add(point.id());
        }
        if (machines == 1) {
            site.api()
                    .post(
                            "/boundary-groups",
                            Map.of("name", "Lab", "boundaries", List.of(network.address() + "/32"), "points", points));
        } else {
            String group = "";
            for (JsonNode each : site.api().get("/boundary-groups").path("items")) {
                group = each.path("name").asString().equals("Lab")
                        ? each.path("id").asString()
                        : group;
            }
            site.api().patch("/boundary-groups/" + group, Map.of("points", points));
        }
        String collection = site.collectionOf(name, site.importDevice(known));
        String deployment = deploy(site.addSequence("Read " + name, SampleSequences.linux(image)), collection);
        ReadingMachine machine = new ReadingMachine(
                process.machineAddressInLab(), JoinCode.of(joinCode()).pin(), known.smbiosUuid(), known.macAddress());
        machine.start(deployment);
        return machine;
    }

    /** For machines that run already, so that no boot image is needed. */
    private String deploy(String sequence, String collection) throws IOException, InterruptedException {
        Map<String, Object> deployment = Map.of(
                "sequenceId", sequence, "collectionId", collection, "purpose", "REQUIRED", "availableTo", "CLIENTS");
        return site.api().post("/deployments", deployment).path("id").asString();
    }

    /** Called with each part that was read. */
    interface Progress {
        void at(long bytes) throws Exception;
    }

    /** Reads the only file whole. @return its SHA-256 */
    static String read(RemoteContent content, Progress progress) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (RemoteFile file =
                content.file(content.manifest().files().getFirst().path())) {
            file.prefetch(List.of(new ByteRange(0, file.size())));
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            for (long at = 0; at < file.size(); at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), file.size() - at));
                file.readFully(at, buffer);
                digest.update(buffer.flip());
                progress.at(at);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
        if (process != null) {
            process.close();
        }
        network.close();
    }
}

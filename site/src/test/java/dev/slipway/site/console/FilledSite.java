package dev.slipway.site.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.PointOrders;
import dev.slipway.protocol.PointReport;
import dev.slipway.protocol.Registration.Environment;
import dev.slipway.protocol.RunEvent;
import dev.slipway.site.Role;
import dev.slipway.site.TestSite;
import dev.slipway.site.access.Accounts;
import dev.slipway.site.database.Database;
import dev.slipway.site.distribution.TestPoint;
import dev.slipway.site.library.Wims;
import dev.slipway.site.library.driver.SampleDrivers;
import dev.slipway.site.machine.TestMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A site as it looks after some months: names as long as they may be, work that failed, machines that wait, a point that is silent. */
final class FilledSite implements AutoCloseable {
    static final String PASSWORD = "a password for tests";
    private static final String LONG_NAME = "Windows 11 Enterprise 24H2 Außenstelle Königs 2026";
    private static final String LONG_COMMENT =
            "Reference image of the northern branches, with the office suite; ask the service desk before you change it, 4711";
    private static final String LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitaensmuetze";
    private static final JsonMapper JSON = new JsonMapper();
    private final Path folder;
    final TestSite site;
    String image = "";
    String windows = "";
    String upgrade = "";
    String bootImage = "";
    String sequence = "";
    String running = "";
    String failed = "";
    String succeeded = "";
    long waiting;

    private FilledSite(Path folder, TestSite site) {
        this.folder = folder;
        this.site = site;
    }

    static FilledSite start(Path folder) throws Exception {
        TestSite site = TestSite.start(Files.createDirectories(folder.resolve("site")));
        FilledSite filled = new FilledSite(folder, site);
        filled.accounts();
        filled.library();
        filled.drivers();
        filled.software();
        filled.distribution();
        filled.machines();
        filled.lockOfAnother();
        return filled;
    }

    /** Where images and drivers lie, for the wizards. */
    Path wim() {
        return folder.resolve("windows.wim");
    }

    Path driverFolder() {
        return folder.resolve("drivers");
    }

    private JsonNode made(String path, String body) throws IOException, InterruptedException {
        TestSite.Answer answer = site.api("POST", path, body);
        assertThat(answer.status()).as("%s %s: %s", path, body, answer.body()).isBetween(200, 201);
        return answer.json();
    }

    /** Work that ends, well or not. @return the object that was made; empty when it failed */
    private String worked(String path, String body) throws IOException, InterruptedException {
        JsonNode operation = site.ended(site.api("POST", path, body));
        return operation.path("subject").asString("");
    }

    private void accounts() throws Exception {
        site.bean(Accounts.class).create("reader", PASSWORD, Role.READ_ONLY_ANALYST);
        site.bean(Accounts.class).create("anna.schmidt-wiesenthal", PASSWORD, Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER);
        made("/security-scopes", """
                {"name": "Northern branches", "description": "Everything that belongs to the north"}""");
        site.api("PUT", "/source-accounts/Files", """
                {"user": "svc-slipway-reader", "domain": "CORP", "password": "hunter2hunter2"}""");
    }

    private void library() throws Exception {
        Path tree = Wims.windowsTree(Files.createDirectories(folder.resolve("windows")));
        Path terms = Files.createDirectories(tree.resolve("Windows/System32/en-US/Licenses/_Default/Enterprise"));
        Files.writeString(terms.resolve("license.rtf"), "{\\rtf1 Terms}");
        Wims.captured(
                tree,
                wim(),
                "Windows 11 Enterprise",
                "WINDOWS/ARCH=9",
                "WINDOWS/PRODUCTTYPE=WinNT",
                "WINDOWS/INSTALLATIONTYPE=Client",
                "WINDOWS/VERSION/MAJOR=10",
                "WINDOWS/VERSION/MINOR=0",
                "WINDOWS/VERSION/BUILD=26100",
                "WINDOWS/VERSION/SPBUILD=1742");
        Path two = Wims.twoImages(folder, "two", 7);
        image = worked("/images", """
                {"path": "%s", "name": "%s", "version": "2026-11 b", "comment": "%s"}""".formatted(two, "Debian 12 with the ship's tools", LONG_COMMENT));
        windows = worked("/images", """
                {"path": "%s", "name": "%s", "acceptLicense": true, "sourceAccount": "Files"}""".formatted(wim(), LONG_NAME));
        worked("/packages/" + image + "/refresh", "");
        worked("/images", """
                {"path": "%s", "name": "Not a WIM"}""".formatted(Files.writeString(folder.resolve("no.wim"), "no image")));
        Path medium = Files.createDirectories(folder.resolve("medium/sources"));
        Files.writeString(medium.resolveSibling("Setup.exe"), "MZ");
        Files.copy(two, medium.resolve("install.wim"));
        upgrade = worked("/upgrade-packages", """
                {"path": "%s", "name": "Upgrade to 24H2", "version": "24H2"}""".formatted(medium.getParent()));
        made("/folders/OS_IMAGE", "{\"name\": \"Northern branches\"}");
        bootImage = worked("/boot-images", """
                {"path": "%s", "name": "Boot image x64"}""".formatted(bootImageFolder()));
        site.addPackage("SLPFFFF1", "BOOT_IMAGE", "an older boot image");
        sequence = made(
                        "/task-sequences",
                        JSON.createObjectNode()
                                .put("name", "Install Debian on every new machine")
                                .put("description", LONG_COMMENT)
                                .put("xml", xml())
                                .toString())
                .get("id")
                .asString();
        made(
                "/task-sequences",
                JSON.createObjectNode()
                        .put("name", LONG_WORD)
                        .put("xml", "<sequence version=\"3.10\"/>")
                        .toString());
    }

    private String xml() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("linux.xml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("@IMAGE@", image);
        }
    }

    private Path bootImageFolder() throws Exception {
        Path bootFolder = Files.createDirectories(folder.resolve("bootimage"));
        Files.writeString(bootFolder.resolve("vmlinuz"), "kernel");
        Files.writeString(bootFolder.resolve("initrd.img"), "initramfs");
        Files.writeString(bootFolder.resolve("bootimage.json"), """
                {"name": "Custom", "version": "1", "architecture": "x64", "kernelVersion": "6.12.48+deb13-amd64", "agentVersion": "0.1",
                 "overlayFormat": 1, "drivers": [
                   {"name": "nvme", "folder": "drivers/nvme/host", "description": "NVM Express block device"},
                   {"name": "igb", "folder": "drivers/net/ethernet/intel/igb", "description": "Intel(R) Gigabit Ethernet Network Driver"}],
                 "kernel": {"path": "vmlinuz", "sha256": "%s"}, "initramfs": {"path": "initrd.img", "sha256": "%s"}}
                """.formatted(sha256("kernel"), sha256("initramfs")));
        return bootFolder;
    }

    private static String sha256(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private void drivers() throws Exception {
        SampleDrivers.storage(driverFolder(), "Seven");
        SampleDrivers.network(driverFolder(), "Seven");
        String sloop = made("/driver-packages", """
                        {"name": "Sloop 3 laptops of the northern branches", "model": "Sloop", "manufacturer": "Keel & Mast"}""").get("id").asString();
        made("/driver-packages", "{\"name\": \"Empty\"}");
        worked("/drivers", """
                {"path": "%s", "categories": ["Laptops", "2026"], "packages": ["%s"]}""".formatted(driverFolder(), sloop));
    }

    private void software() throws Exception {
        Path source = Files.createDirectories(folder.resolve("editor"));
        Files.writeString(source.resolve("setup.sh"), "echo setup");
        worked("/applications", """
                {"name": "Editor", "manufacturer": "Shipyard", "version": "7.1", "path": "%s", "deploymentTypes": [
                  {"name": "Windows", "installCommand": "setup.exe /quiet /log C:\\\\Windows\\\\Temp\\\\a-rather-long-name-of-a-log-file.log", "detection": [
                    {"kind": "registry", "hive": "HKLM", "key": "SOFTWARE\\\\Shipyard\\\\Editor", "valueName": "Version", "comparison": "AT_LEAST", "data": "7.1"}]},
                  {"name": "Linux", "installCommand": "sh setup.sh", "detection": [
                    {"kind": "file", "path": "/opt/editor/editor", "comparison": "EXISTS"}]}]}""".formatted(source));
        worked("/software-packages", """
                {"name": "Clean up", "programs": [{"name": "Run", "commandLine": "rm -rf /var/cache/app"}]}""");
    }

    private void distribution() throws Exception {
        TestPoint branch = TestPoint.joined(site, "Branch");
        TestPoint silent = TestPoint.joined(site, "warehouse-koenigs-wusterhausen-2.branches.example");
        String group = made("/point-groups", "{\"name\": \"North\", \"comment\": \"" + LONG_COMMENT + "\"}")
                .get("id")
                .asString();
        made("/point-groups", "{\"name\": \"Empty group\"}");
        for (String point : List.of("DP00001", "DP00002")) {
            site.api("PUT", "/point-groups/" + group + "/points/" + point, "");
        }
        String boundaries =
                made("/boundary-groups", "{\"name\": \"Office\"}").get("id").asString();
        site.api("PATCH", "/boundary-groups/" + boundaries, """
                {"boundaries": ["10.1.0.0/16", "10.2.0.10-10.2.0.99", "2001:db8::/48"], "points": ["DP00001", "DP00002"]}""");
        for (String content : List.of(image, windows, upgrade)) {
            made("/content/" + content + "/distribute", "{\"groups\": [\"" + group + "\"]}");
        }
        List<PointOrders.Job> jobs = branch.report().jobs();
        branch.report(TestPoint.progress(jobs.getFirst(), 40, 100));
        PointOrders.Job other = silent.report().jobs().getFirst();
        silent.report(new PointReport.JobReport(
                other.jobId(),
                PointReport.State.FAILED,
                0,
                100,
                0,
                Optional.of(new PointReport.Problem("disk-full", "The disk of this point is full."))));
        made("/content/" + image + "/cancel", "{\"points\": [\"DP00002\"]}");
        long hoursAgo = Instant.now().minus(Duration.ofHours(30)).toEpochMilli();
        site.bean(Database.class)
                .change(handle -> handle.execute(
                        "update distribution_point set last_report_at = ?, state = 'OFFLINE' where id = 'DP00002'",
                        hoursAgo));
        made("/join-codes", "{\"minutes\": 60}");
    }

    private void machines() throws Exception {
        String collection = made(
                        "/collections", "{\"name\": \"Laptops of the north\", \"comment\": \"" + LONG_COMMENT + "\"}")
                .get("id")
                .asString();
        site.api(
                "PUT",
                "/collections/" + collection + "/variables/OSDTimeZone",
                "{\"value\": \"W. Europe Standard Time\"}");
        site.api("PUT", "/collections/" + collection + "/variables/OSDDomainPassword", """
                {"value": "hunter2hunter2", "secret": true}""");
        made("/devices/import", """
                {"collectionId": "%s", "devices": [{"name": "IMPORTED-LAPTOP-01", "macAddress": "52:54:00:aa:00:01"},
                  {"name": "imported-2", "smbiosUuid": "4c4c4544-0000-4000-8000-0000000000f1"}]}""".formatted(collection));
        String deployment = site.deploy(sequence, "SMS000US", "AVAILABLE", "MEDIA_PXE");
        site.deploy(sequence, collection, "REQUIRED", "CLIENTS_MEDIA_PXE");
        running = run(deployment, 1);
        failed = run(deployment, 2);
        succeeded = run(deployment, 3);
        for (int number = 4; number <= 5; number++) {
            TestMachine machine = machine(number);
            machine.register();
            waiting = machine.id();
        }
        TestMachine denied = machine(6);
        denied.register();
        site.api("POST", "/devices/" + denied.id() + "/deny", "");
    }

    private TestMachine machine(int number) {
        return new TestMachine(site, "4c4c4544-0000-4000-8000-00000000c0d" + number, "52:54:00:12:34:5" + number);
    }

    /** A run in one of three states, by its number. */
    private String run(String deployment, int number) throws Exception {
        TestMachine machine = machine(number);
        machine.register();
        site.api("POST", "/devices/" + machine.id() + "/approve", "");
        machine.arrive(Environment.BOOT);
        String run = machine.start(deployment).runId();
        String group = "Install Operating System";
        machine.report(
                run,
                1,
                new RunEvent.RunStarted(7),
                new RunEvent.StepStarted(
                        2, 1, "Partition Disk 0 - UEFI", group, "SMS_TaskSequence_PartitionDiskAction"),
                new RunEvent.LogLines(2, List.of("sfdisk /dev/vda", "2 partitions", "x".repeat(300))),
                new RunEvent.StepFinished(2, true, 0, "", "", false),
                new RunEvent.StepSkipped(3, "Partition Disk 0 - BIOS", group, "Its condition is not met."),
                new RunEvent.StepStarted(
                        4, 3, "Apply Operating System", group, "SMS_TaskSequence_ApplyOperatingSystemAction"),
                new RunEvent.StepProgress(4, 42, "212 of 505 MiB"));
        if (number == 2) {
            machine.report(
                    run,
                    8,
                    new RunEvent.StepFinished(
                            4, false, 0x80070002, "content-unreachable", "No distribution point answers.", false),
                    new RunEvent.RunFinished(false, "The step Apply Operating System failed."));
        } else if (number == 3) {
            machine.report(
                    run,
                    8,
                    new RunEvent.StepFinished(4, true, 0, "", "", false),
                    new RunEvent.RunFinished(true, "The task sequence is done."));
        }
        return run;
    }

    private void lockOfAnother() throws Exception {
        String other = site.send("POST", "/api/v1/tokens", """
                        {"account": "anna.schmidt-wiesenthal", "password": "%s"}""".formatted(PASSWORD), "")
                .json()
                .get("token")
                .asString();
        assertThat(site.send("PUT", "/api/v1/locks/" + upgrade, "", other).status())
                .isEqualTo(200);
    }

    @Override
    public void close() {
        site.close();
    }
}

package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.Json;
import dev.slipway.protocol.Registration.Environment;
import dev.slipway.protocol.RunEvent;
import dev.slipway.site.Role;
import dev.slipway.site.TestSite;
import dev.slipway.site.access.Accounts;
import dev.slipway.site.library.Wims;
import dev.slipway.site.machine.TestMachine;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The command line against a whole site. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineTest {
    private static final String PASSWORD = "a password for tests";
    private static final String XML = """
            <sequence version="3.10">
              <step type="SMS_TaskSequence_RunCommandLineAction" name="Only"><action>true</action></step>
            </sequence>
            """;

    private TestSite site;
    private Path folder;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        site = TestSite.start(Files.createDirectories(folder.resolve("site")));
        site.bean(Accounts.class).create("reader", PASSWORD, Role.READ_ONLY_ANALYST);
        site.addPackage("SLPFFFF0", "BOOT_IMAGE", "boot");
        assertThat(run(PASSWORD, "login", "--site", "http://localhost:" + site.httpPort(), "--account", "tester"))
                .isZero();
    }

    @AfterAll
    void stop() {
        site.close();
    }

    @Test
    void aWrongPasswordEndsWithFour() {
        assertThat(run("wrong", "login", "--site", "http://localhost:" + site.httpPort(), "--account", "reader"))
                .isEqualTo(4);
        assertThat(err.toString()).contains("(login-failed)");
    }

    @Test
    @Tag("IMG-2")
    void aFileThatIsNoWimIsRefusedWithItsCode() throws Exception {
        Path file = Files.writeString(folder.resolve("text.wim"), "no image".repeat(100));
        assertThat(run("", "image", "add", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("(wim-not-a-wim)");
        assertThat(run("", "image", "list")).isZero();
    }

    @Test
    @Tag("IMG-3")
    @Tag("IMG-6")
    @Tag("IMG-8")
    void anImageWithLicenceTermsIsAcceptedItsUpdatesListedAndItsMulticastSet() throws Exception {
        Path tree = Wims.windowsTree(Files.createDirectories(folder.resolve("windows")));
        Files.writeString(tree.resolve("Windows/System32/license.rtf"), "{\\rtf1 Terms}");
        Path wim = Wims.captured(tree, folder.resolve("windows.wim"), "Windows", "WINDOWS/VERSION/MAJOR=10");
        assertThat(run("", "image", "add", wim.toString(), "--name", "Licensed"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("(license-not-accepted)");
        assertThat(run("", "image", "add", wim.toString(), "--name", "Licensed", "--accept-license"))
                .isZero();
        assertThat(run("", "image", "updates", "Licensed")).isZero();
        assertThat(out.toString()).contains("1. Windows: 3 present").contains("KB5034441", "Security Update");
        assertThat(run("", "image", "multicast", "Licensed", "--encrypt")).isEqualTo(1);
        assertThat(err.toString()).contains("(multicast-not-allowed)");
        assertThat(run("", "image", "multicast", "Licensed", "--allow", "--only"))
                .isZero();
        assertThat(out.toString()).contains("only by multicast").contains("no machine can get the image now");
        assertThat(run("", "image", "show", "Licensed")).isZero();
        assertThat(out.toString()).contains("license.rtf in image 1").contains("only by multicast");
    }

    @Test
    @Tag("DIST-3")
    void anImageIsRefreshedRolledBackAndMoved() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.writeString(tree.resolve("file"), "one");
        Path wim = folder.resolve("versions.wim");
        capture(tree, wim);
        assertThat(run("", "image", "add", wim.toString(), "--name", "Versions"))
                .isZero();
        assertThat(run("", "image", "refresh", "Versions")).isZero();
        assertThat(out.toString() + err).contains("has not changed");
        Files.writeString(tree.resolve("file"), "two");
        Files.delete(wim);
        capture(tree, wim);
        assertThat(run("", "image", "refresh", "Versions")).isZero();
        assertThat(run("", "image", "versions", "Versions")).isZero();
        assertThat(out.toString()).contains("current").contains("Refreshed from its source");
        assertThat(run("", "image", "rollback", "Versions", "1")).isZero();
        assertThat(run("", "content", "update", "Versions")).isZero();
        assertThat(out.toString() + err)
                .contains("stays at version 1, to which it was rolled back")
                .contains("Every point has version 1");
        assertThat(run("", "image", "set", "Versions", "--keep-versions", "5", "--refresh", "weekly sunday 02:00"))
                .isZero();
        assertThat(run("", "folder", "add", "image", "Tests")).isZero();
        assertThat(run("", "image", "move", "Versions", "Tests")).isZero();
        assertThat(run("", "image", "list", "--folder", "none", "--search", "versions"))
                .isZero();
        assertThat(out.toString()).doesNotContain("Versions");
        assertThat(run("", "folder", "remove", "image", "Tests")).isEqualTo(1);
        assertThat(err.toString()).contains("(folder-not-empty)");
        assertThat(run(
                        "",
                        "image",
                        "extract",
                        "Versions",
                        "1",
                        "--name",
                        "Extracted",
                        "--to",
                        folder.resolve("extracted.wim").toString()))
                .isZero();
        assertThat(run("", "image", "show", "Versions")).isZero();
        assertThat(out.toString()).contains("1 of 2").contains("weekly");
    }

    private static void capture(Path tree, Path wim) throws Exception {
        Process process = new ProcessBuilder("wimlib-imagex", "capture", tree.toString(), wim.toString(), "Versions")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aSourceAccountIsKeptWithoutItsPassword() {
        assertThat(run("secret", "source-account", "set", "Files", "--user", "reader", "--domain", "YARD"))
                .isZero();
        assertThat(run("", "source-account", "list")).isZero();
        assertThat(out.toString()).contains("YARD").doesNotContain("secret");
        assertThat(run("", "source-account", "remove", "Files")).isZero();
    }

    @Test
    @Tag("UPG-1")
    void aFolderThatIsNoInstallationIsRefusedWithItsCode() {
        assertThat(run("", "upgrade-package", "add", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("(upgrade-package-incomplete)");
        assertThat(run("", "upgrade-package", "list")).isZero();
    }

    @Test
    void aSequenceGoesInAndComesOutByteForByte() throws Exception {
        Path file = Files.writeString(folder.resolve("sequence.xml"), XML);
        assertThat(run("", "sequence", "add", "Round trip", file.toString())).isZero();
        assertThat(run("", "sequence", "export", "Round trip")).isZero();
        assertThat(out.toString()).isEqualTo(XML);
        assertThat(run("<wrong", "sequence", "update", "Round trip", "-")).isEqualTo(1);
        assertThat(err.toString()).contains("(sequence-invalid)").contains("line ");
    }

    @Test
    void aMachineIsApprovedDeployedToAndWatched() throws Exception {
        assertThat(run(XML, "sequence", "add", "Whole way", "-")).isZero();
        assertThat(run("", "deployment", "create", "Whole way", "All Unknown Computers", "--output", "json"))
                .isZero();
        String deployment = json().path("id").asString();

        TestMachine machine = new TestMachine(site, "4c4c4544-0000-4000-8000-0000000000c1", "52:54:00:00:00:c1");
        machine.register();
        assertThat(run("", "device", "list", "--state", "pending")).isZero();
        assertThat(out.toString()).contains("52:54:00:00:00:c1").contains("pending");
        assertThat(run("", "device", "approve", "--all-pending")).isZero();

        machine.arrive(Environment.BOOT);
        String run = machine.start(deployment).runId();
        machine.report(
                run,
                1,
                new RunEvent.RunStarted(1),
                new RunEvent.StepStarted(1, 1, "Only", "", "SMS_TaskSequence_RunCommandLineAction"),
                new RunEvent.LogLines(1, java.util.List.of("hello from the machine")),
                new RunEvent.StepFinished(1, false, 7, "command-failed", "The command ended with 7.", false),
                new RunEvent.RunFinished(false, "A step failed."));
        assertThat(run("", "run", "watch", run, "--log")).isEqualTo(5);
        assertThat(out.toString())
                .contains("[1/1] Only: failed with exit code 7")
                .contains("hello from the machine");
        assertThat(run("", "run", "list", "--state", "failed")).isZero();
        assertThat(out.toString()).contains("Whole way");
        assertThat(run("", "deployment", "show", deployment)).isZero();
        assertThat(out.toString()).contains("error");
    }

    @Test
    @Tag("COL-6")
    void machinesAreImportedFromCsvAndPutIntoACollection() {
        assertThat(run("name,mac\nOFFICE-1,52-54-00-aa-00-01\n", "device", "import", "-"))
                .isZero();
        assertThat(run("", "collection", "create", "Office")).isZero();
        assertThat(run("", "collection", "add", "Office", "OFFICE-1")).isZero();
        assertThat(run("", "collection", "members", "Office")).isZero();
        assertThat(out.toString()).contains("OFFICE-1").contains("imported");
    }

    @Test
    @Tag("VAR-3")
    void aSecretIsReadFromTheInputAndNeverShown() {
        assertThat(run("hunter2\n", "collection", "set", "All Systems", "JoinPassword", "--secret"))
                .isZero();
        assertThat(run("", "collection", "variables", "All Systems", "--output", "json"))
                .isZero();
        assertThat(out.toString()).contains("JoinPassword").doesNotContain("hunter2");
    }

    @Test
    void settingsAreShownAndChanged() {
        assertThat(run("", "settings", "--organisation", "Harbour")).isZero();
        assertThat(out.toString()).contains("Harbour").contains("Site code");
    }

    @Test
    @Tag("DIST-3")
    void anApplicationIsAddedDescribedAndRefreshed() throws Exception {
        Path source = Files.createDirectories(folder.resolve("editor"));
        Files.writeString(source.resolve("setup.sh"), "echo setup");
        assertThat(run("", "application", "add", "Editor", source.toString(), "--publisher", "Shipyard"))
                .as(err.toString())
                .isZero();
        assertThat(run(
                        "",
                        "application",
                        "set-type",
                        "Editor",
                        "Linux",
                        "--install",
                        "sh setup.sh",
                        "--architectures",
                        "x64",
                        "--detect-file",
                        "/opt/editor=2.0",
                        "--detect-registry",
                        "HKLM\\SOFTWARE\\Editor:Version=2"))
                .as(err.toString())
                .isZero();
        assertThat(run("", "application", "show", "Editor")).isZero();
        assertThat(out.toString())
                .contains("Shipyard", "sh setup.sh", "file /opt/editor and registry HKLM\\SOFTWARE\\Editor");
        assertThat(run("", "application", "refresh", "Editor")).isZero();
        assertThat(run("", "application", "show", "Editor")).isZero();
        assertThat(out.toString()).as("nothing had changed").containsPattern("Source version: +1 of 1\n");
        assertThat(run("", "application", "set", "Editor", "--priority", "high"))
                .isZero();
        assertThat(run("", "application", "remove-type", "Editor", "Linux")).isZero();
        assertThat(run("", "application", "remove", "Editor")).isZero();
    }

    @Test
    void aPackageGetsItsPrograms() {
        assertThat(run("", "package", "add", "Clean up")).as(err.toString()).isZero();
        assertThat(run(
                        "",
                        "package",
                        "set-program",
                        "Clean up",
                        "Run",
                        "--command",
                        "rm -rf /var/cache",
                        "--after",
                        "restart",
                        "--minutes",
                        "5"))
                .as(err.toString())
                .isZero();
        assertThat(run("", "package", "list")).isZero();
        assertThat(out.toString()).contains("Clean up", "Run", "none");
        assertThat(run("", "package", "refresh", "Clean up")).isEqualTo(1);
        assertThat(err.toString()).contains("(no-content)");
        assertThat(run("", "package", "remove-program", "Clean up", "Run")).isZero();
        assertThat(run("", "package", "client")).isEqualTo(1);
        assertThat(err.toString()).contains("(client-package-not-found)");
    }

    @Test
    @Tag("BOOT-3")
    void aBootImageIsCustomizedAndAssigned() {
        assertThat(run(
                        "",
                        "bootimage",
                        "customize",
                        "SLPFFFF0",
                        "--components",
                        "curl,smartmontools",
                        "--keyboard",
                        ""))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("Warning: The optional components differ");
        assertThat(run("", "bootimage", "customize", "SLPFFFF0", "--keyboard", "de"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("(boot-image-not-customizable)");
        assertThat(run("", "bootimage", "show", "SLPFFFF0")).isZero();
        assertThat(out.toString()).contains("curl, smartmontools").contains("reads no customisation");
        assertThat(run("", "bootimage", "set", "SLPFFFF0", "--comment", "For the office"))
                .isZero();
        assertThat(run("", "bootimage", "start-from", "SLPFFFF0", "site")).isZero();
        assertThat(out.toString()).contains("from the site alone");
        assertThat(run("", "bootimage", "show", "SLPFFFF0")).isZero();
        assertThat(out.toString()).containsPattern("Starts from: +site\n");
        assertThat(run("", "bootimage", "versions", "SLPFFFF0")).isZero();
        assertThat(out.toString()).contains("current");
        assertThat(run(XML, "sequence", "add", "With boot image", "-")).isZero();
        assertThat(run("", "bootimage", "assign", "With boot image", "SLPFFFF0"))
                .isZero();
        assertThat(run("", "bootimage", "assign", "With boot image")).isZero();
        assertThat(out.toString()).contains("the default");
    }

    @Test
    @Tag("DIST-2")
    @Tag("DIST-8")
    @Tag("DIST-13")
    void contentIsDistributedToGroupsAndWatched() throws Exception {
        site.addPackage("SLPFFFF7", "DRIVER_PACKAGE", "distributed from the command line");
        assertThat(run("", "point", "join-code", "--minutes", "5")).isZero();
        assertThat(out.toString()).startsWith("slipway1.");
        assertThat(run("", "point", "join-codes", "--output", "json")).isZero();
        String code = new tools.jackson.databind.json.JsonMapper()
                .readTree(out.toString())
                .get(0)
                .get("id")
                .asString();
        assertThat(run("", "point", "join-codes")).isZero();
        assertThat(out.toString()).contains(code).contains("GOOD UNTIL");
        assertThat(run("", "point", "revoke-join-code", code)).isZero();
        assertThat(run("", "point", "revoke-join-code", code)).isEqualTo(1);
        assertThat(run("", "point", "add-web-server", "Mirror", "http://localhost:9/content"))
                .isZero();
        assertThat(run("", "point-group", "create", "Branches")).isZero();
        assertThat(run("", "point-group", "add", "Branches", "Mirror")).isZero();
        assertThat(run("", "content", "distribute", "Package SLPFFFF7", "--group", "Branches"))
                .isZero();
        site.addSequence("SLPFFFF8", "Needs it", XML, "SLPFFFF7");
        assertThat(run("", "sequence", "distribute", "Needs it", "--group", "Branches"))
                .isZero();
        assertThat(out.toString()).contains("SLPFFFF7").contains("It is there already, or on its way.");
        assertThat(run("", "point-group", "status", "Branches")).isZero();
        assertThat(out.toString()).contains("SLPFFFF7", "Mirror", "VALIDATED");
        assertThat(run("", "content", "messages", "SLPFFFF7", "--point", "Mirror"))
                .isZero();
        assertThat(out.toString()).contains("2342").doesNotContain("2300");
        assertThat(run("", "content", "messages", "SLPFFFF7")).isZero();
        assertThat(out.toString()).contains("2300", "2376", "2301");
        assertThat(run("", "content", "status", "SLPFFFF7")).isZero();
        assertThat(out.toString()).contains("Mirror").contains("install").contains("Site server");
        assertThat(run("", "content", "distribute", "SLPFFFF7", "--point", "SITE"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("(already-distributed)");
        assertThat(run("", "content", "remove", "SLPFFFF7", "--group", "Branches"))
                .isZero();
        assertThat(run("", "content", "validate", "SLPFFFF7", "--point", "Site server"))
                .isZero();
        assertThat(run("", "point", "set", "Mirror", "--pin-speed", "5000000")).isZero();
        assertThat(run("", "point", "show", "Mirror")).isZero();
        assertThat(out.toString())
                .contains("pinned (not measured yet)")
                .contains("open for all, always")
                .contains("when asked for");
        assertThat(run("", "content", "settings", "--set", "olderVersions=4")).isZero();
        assertThat(out.toString()).contains("olderVersions");
        assertThat(run("", "point", "maintenance", "Mirror", "on")).isZero();
        assertThat(run("", "point", "list")).isZero();
        assertThat(out.toString()).contains("maintenance");
        assertThat(run("", "boundary-group", "create", "Branch 1", "--boundary", "10.1.0.0/16", "--point", "Mirror"))
                .isZero();
        assertThat(run("", "boundary-group", "list")).isZero();
        assertThat(out.toString()).contains("10.1.0.0/16");
        Path prestaged = folder.resolve("branch.slipway");
        assertThat(run("", "content", "prestage", "SLPFFFF7", "--to", prestaged.toString()))
                .as(err.toString())
                .isZero();
        assertThat(prestaged).isNotEmptyFile();
        assertThat(run("", "content", "settings", "--set", "retries=7")).isZero();
        assertThat(out.toString()).contains("7");
        assertThat(run("", "point", "remove", "Mirror")).isZero();
    }

    private JsonNode json() {
        return Json.mapper().readTree(out.toString());
    }

    @Test
    void locksAndScopesAreSetFromTheShell() {
        site.addSequence("SLPFFD10", "Guarded", XML);
        assertThat(run("", "lock", "take", "SLPFFD10")).isZero();
        assertThat(run("", "lock", "list")).isZero();
        assertThat(out.toString()).contains("Guarded").contains("tester");
        assertThat(run("", "lock", "discard", "SLPFFD10")).isZero();
        assertThat(run("", "lock", "list")).isZero();
        assertThat(out.toString() + err).contains("Nobody edits anything");
        assertThat(run(PASSWORD, "account", "create", "anna", "--role", "operator"))
                .isZero();
        assertThat(run(PASSWORD, "account", "create", "anna", "--role", "operator"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("(account-exists)");
        assertThat(run(PASSWORD, "account", "create", "bert", "--role", "captain"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("READ_ONLY_ANALYST");
        assertThat(run("", "account", "list")).isZero();
        assertThat(out.toString()).containsPattern("anna +operator");
        assertThat(run("", "account", "delete", "anna")).isZero();
        assertThat(run("", "scope", "create", "North", "--description", "Branches"))
                .isZero();
        assertThat(run("", "scope", "set", "SLPFFD10", "north", "Default")).isZero();
        assertThat(run("", "scope", "show", "SLPFFD10")).isZero();
        assertThat(out.toString()).contains("North").contains("Default");
        site.addSequence("SLPFFD11", "Beside it", XML);
        assertThat(run("", "scope", "set", "SLPFFD10,SLPFFD11", "North")).isZero();
        assertThat(out.toString()).contains("SLPFFD10 is in North.").contains("SLPFFD11 is in North.");
        assertThat(run("", "scope", "give", "reader", "North")).isZero();
        assertThat(run("", "scope", "delete", "North")).isEqualTo(1);
        assertThat(err.toString()).contains("(security-scope-in-use)");
        assertThat(run("", "scope", "give", "reader", "All")).isZero();
    }

    @Test
    @Tag("DIST-12")
    void accessAccountsAreSetFromTheShell() {
        assertThat(run("", "access", "show", "SLPFFFF0")).isZero();
        assertThat(out.toString()).contains("*users", "*administrators");
        assertThat(run("", "access", "set", "SLPFFFF0", "reader=read", "tester=full"))
                .isZero();
        assertThat(run("", "access", "show", "SLPFFFF0")).isZero();
        assertThat(out.toString()).contains("reader").doesNotContain("*users");
        assertThat(run("", "access", "reset", "SLPFFFF0")).isZero();
    }

    private int run(String input, String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        Terminal terminal = new Terminal(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                Map.of(),
                folder.resolve("configuration"));
        return Main.execute(terminal, arguments);
    }
}

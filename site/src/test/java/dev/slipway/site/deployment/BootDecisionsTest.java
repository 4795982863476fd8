package dev.slipway.site.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.Registration.Environment;
import dev.slipway.protocol.RunEvent;
import dev.slipway.site.TestSite;
import dev.slipway.site.deployment.BootDecision.Action;
import dev.slipway.site.machine.TestMachine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine that asks over the network starts, and what it is offered then. Each test has a collection and machines of its own. */
class BootDecisionsTest {
    private static final String SEQUENCE = """
            <sequence version="3.10">
              <step type="SMS_TaskSequence_RunCommandLineAction" name="Only"><action>true</action></step>
            </sequence>""";

    @TempDir
    static Path folder;

    static TestSite site;
    private static int machines;
    private static int collections;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(folder, "--slipway.approval=automatic", "--slipway.boot.unknown-may-register=false");
        site.addPackage("SLP00001", "BOOT_IMAGE", "boot");
        site.addSequence("SLP00004", "Install", SEQUENCE);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static String mac() {
        return "52:54:00:00:02:%02x".formatted(++machines);
    }

    private static Action decide(String mac) {
        return site.bean(BootDecisions.class).decide("", List.of(mac)).action();
    }

    private static String collection(TestMachine... members) throws Exception {
        String id = site.api("POST", "/collections", "{\"name\":\"Collection " + ++collections + "\"}")
                .json()
                .get("id")
                .asString();
        for (TestMachine member : members) {
            site.api("PUT", "/collections/" + id + "/members/" + member.id(), "");
        }
        return id;
    }

    @Test
    @Tag("PXE-4")
    void anUnknownMachineStartsWhatIsDeployedToUnknownComputers() throws Exception {
        String mac = mac();
        assertThat(decide(mac)).isEqualTo(Action.DISK);
        String available = site.deploy("SLP00004", "SMS000US", "AVAILABLE", "MEDIA_PXE");
        assertThat(decide(mac)).isEqualTo(Action.PROMPT);
        String required = site.deploy("SLP00004", "SMS000US", "REQUIRED", "MEDIA_PXE");
        assertThat(decide(mac)).isEqualTo(Action.BOOT_IMAGE);
        site.api("POST", "/deployments/" + required + "/disable", "");
        assertThat(decide(mac)).isEqualTo(Action.PROMPT);
        site.api("DELETE", "/deployments/" + available, "");
        assertThat(decide(mac)).isEqualTo(Action.DISK);
    }

    @Test
    @Tag("PXE-2")
    void anApprovedMachineWithNothingToDoStartsItsDisk() throws Exception {
        String mac = mac();
        collection(new TestMachine(site, "", mac).arrive(Environment.BOOT));
        assertThat(decide(mac)).isEqualTo(Action.DISK);
    }

    @Test
    @Tag("PXE-2")
    void anAvailableDeploymentPrompts() throws Exception {
        String mac = mac();
        String collection = collection(new TestMachine(site, "", mac).arrive(Environment.BOOT));
        site.deploy("SLP00004", collection, "AVAILABLE", "CLIENTS_MEDIA_PXE");
        assertThat(decide(mac)).isEqualTo(Action.PROMPT);
    }

    @Test
    @Tag("DEP-2")
    void adeploymentToClientsOnlyStartsNoBootImage() throws Exception {
        String mac = mac();
        String collection = collection(new TestMachine(site, "", mac).arrive(Environment.BOOT));
        site.deploy("SLP00004", collection, "REQUIRED", "CLIENTS");
        assertThat(decide(mac)).isEqualTo(Action.DISK);
    }

    @Test
    @Tag("PXE-2")
    void aRequiredDeploymentRunsOnceUntilItIsCleared() throws Exception {
        String mac = mac();
        TestMachine machine = new TestMachine(site, "", mac).arrive(Environment.BOOT);
        String deployment = site.deploy("SLP00004", collection(machine), "REQUIRED", "MEDIA_PXE");
        assertThat(decide(mac)).isEqualTo(Action.BOOT_IMAGE);
        String run = machine.start(deployment).runId();
        machine.report(run, 1, new RunEvent.RunFinished(true, ""));
        assertThat(decide(mac)).isEqualTo(Action.DISK);
        assertThat(machine.assignments().offers()).isEmpty();
        assertThat(machine.tryStart(deployment).code()).isEqualTo("deployment-not-offered");

        site.api("POST", "/devices/" + machine.id() + "/clear-required", "");
        assertThat(decide(mac)).isEqualTo(Action.BOOT_IMAGE);
        assertThat(machine.assignments().offers()).hasSize(1);
    }

    @Test
    void aRunGoesOnWhereItsNextPartIs() throws Exception {
        String mac = mac();
        TestMachine machine = new TestMachine(site, "", mac).arrive(Environment.BOOT);
        String deployment = site.deploy("SLP00004", collection(machine), "REQUIRED", "MEDIA_PXE");
        String run = machine.start(deployment).runId();
        assertThat(decide(mac)).isEqualTo(Action.BOOT_IMAGE);
        machine.report(run, 1, new RunEvent.Restarting("HD", ""));
        assertThat(decide(mac)).isEqualTo(Action.DISK);
        machine.report(run, 2, new RunEvent.RunResumed(Environment.FULL_OS, 2));
        assertThat(decide(mac)).isEqualTo(Action.DISK);
        machine.report(run, 3, new RunEvent.Restarting("WinPE", ""));
        assertThat(decide(mac)).isEqualTo(Action.BOOT_IMAGE);
    }

    @Test
    @Tag("DEP-2")
    void aHiddenDeploymentIsOfferedOnlyToWhoNamesIt() throws Exception {
        String mac = mac();
        TestMachine machine = new TestMachine(site, "", mac).arrive(Environment.BOOT);
        String deployment = site.deploy("SLP00004", collection(machine), "AVAILABLE", "MEDIA_PXE_HIDDEN");
        assertThat(machine.assignments().offers()).isEmpty();
        assertThat(decide(mac)).isEqualTo(Action.DISK);
        site.api(
                "PUT",
                "/devices/" + machine.id() + "/variables/SMSTSPreferredAdvertID",
                "{\"value\":\"" + deployment + "\"}");
        assertThat(machine.assignments().offers()).hasSize(1);
        assertThat(decide(mac)).isEqualTo(Action.PROMPT);
    }

    @Test
    void aDeniedMachineStartsItsDisk() throws Exception {
        String mac = mac();
        TestMachine machine = new TestMachine(site, "", mac).arrive(Environment.BOOT);
        site.deploy("SLP00004", collection(machine), "REQUIRED", "MEDIA_PXE");
        site.api("POST", "/devices/" + machine.id() + "/deny", "");
        assertThat(decide(mac)).isEqualTo(Action.DISK);
    }

    @Test
    @Tag("COL-6")
    void anImportedMachineStartsWhatIsDeployedToItsCollection() throws Exception {
        String mac = mac();
        String collection = collection();
        site.api("POST", "/devices/import", """
                {"devices":[{"name":"IMPORTED-1","macAddress":"%s"}],"collectionId":"%s"}""".formatted(mac.replace(":", "-"), collection));
        assertThat(decide(mac)).isEqualTo(Action.DISK);
        site.deploy("SLP00004", collection, "REQUIRED", "MEDIA_PXE");
        assertThat(decide(mac)).isEqualTo(Action.BOOT_IMAGE);
    }
}

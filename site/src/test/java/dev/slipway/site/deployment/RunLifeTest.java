package dev.slipway.site.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.EventsAccepted;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.Registration.Environment;
import dev.slipway.protocol.RunEvent;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.site.TestSite;
import dev.slipway.site.database.Database;
import dev.slipway.site.machine.TestMachine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A run from its start to its end, as the machine reports it and people see it. */
class RunLifeTest {
    private static final String SEQUENCE = """
            <sequence version="3.10">
              <group name="Prepare">
                <step type="SMS_TaskSequence_RunCommandLineAction" name="First"><action>true</action></step>
                <step type="SMS_TaskSequence_RunCommandLineAction" name="Off" disable="true"><action>true</action></step>
              </group>
              <group name="Install">
                <step type="SMS_TaskSequence_RunCommandLineAction" name="Second"><action>true</action>
                  <defaultVarList><variable name="SomePassword" property="Password">sequence-secret</variable></defaultVarList>
                </step>
                <step type="SMS_TaskSequence_RunCommandLineAction" name="Third"><action>true</action></step>
              </group>
            </sequence>""";

    @TempDir
    static Path folder;

    static TestSite site;
    static String available;
    private static int machines;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(folder, "--slipway.approval=automatic");
        site.addPackage("SLP00001", "BOOT_IMAGE", "boot");
        site.addPackage("SLP00002", "OS_IMAGE", "image");
        site.addSequence("SLP00004", "Install", SEQUENCE, "SLP00002");
        available = site.deploy("SLP00004", "SMS00001", "AVAILABLE", "CLIENTS_MEDIA_PXE");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static TestMachine machine() throws Exception {
        machines++;
        return new TestMachine(site, "", "52:54:00:00:01:%02x".formatted(machines)).arrive(Environment.BOOT);
    }

    private static JsonNode run(String id) throws Exception {
        return site.get("/runs/" + id).json();
    }

    private static JsonNode step(String run, int step) throws Exception {
        for (JsonNode item : site.get("/runs/" + run + "/steps").json().get("items")) {
            if (item.get("step").asInt() == step) {
                return item;
            }
        }
        throw new AssertionError("no step " + step);
    }

    @Test
    void theStepsToComeAreSeenBeforeTheyBegin() throws Exception {
        String run = machine().start(available).runId();
        List<String> lines = new ArrayList<>();
        site.get("/runs/" + run + "/steps")
                .json()
                .get("items")
                .forEach(s -> lines.add(s.get("step").asInt() + " "
                        + s.get("group").asString() + "/"
                        + s.get("name").asString() + " " + s.path("ordinal").asInt(0) + " "
                        + s.get("state").asString()));
        assertThat(lines)
                .containsExactly(
                        "2 Prepare/First 1 WAITING",
                        "3 Prepare/Off 0 WAITING",
                        "5 Install/Second 2 WAITING",
                        "6 Install/Third 3 WAITING");
    }

    @Test
    @Tag("ENG-12")
    void progressIsThatOfTheCountingSteps() throws Exception {
        TestMachine machine = machine();
        String run = machine.start(available).runId();
        machine.report(
                run,
                1,
                new RunEvent.RunStarted(3),
                new RunEvent.StepStarted(2, 1, "First", "Prepare", "T"),
                new RunEvent.StepFinished(2, true, 0, "", "", false),
                new RunEvent.StepSkipped(3, "Off", "Prepare", "disabled"),
                new RunEvent.StepStarted(5, 2, "Second", "Install", "T"),
                new RunEvent.StepProgress(5, 50, "half"));
        JsonNode seen = run(run);
        assertThat(seen.get("percent").asInt()).isEqualTo(50);
        assertThat(seen.get("stepCount").asInt()).isEqualTo(3);
        assertThat(seen.get("currentStep").get("name").asString()).isEqualTo("Second");
        assertThat(seen.get("currentStep").get("percent").asInt()).isEqualTo(50);
        assertThat(step(run, 2).get("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(step(run, 3).get("state").asString()).isEqualTo("SKIPPED");
        assertThat(step(run, 3).get("message").asString()).isEqualTo("disabled");
    }

    @Test
    void repeatedEventsChangeNothing() throws Exception {
        TestMachine machine = machine();
        String run = machine.start(available).runId();
        RunEvent.LogLines log = new RunEvent.LogLines(2, List.of("a line"));
        assertThat(machine.report(run, 1, new RunEvent.RunStarted(3), log).lastNumber())
                .isEqualTo(2);
        assertThat(machine.report(run, 1, new RunEvent.RunStarted(3), log, log).lastNumber())
                .isEqualTo(3);
        assertThat(site.get("/runs/" + run + "/log").json().get("items")).hasSize(2);
    }

    @Test
    void aGapIsRefusedAndNothingOfTheBatchIsKept() throws Exception {
        TestMachine machine = machine();
        String run = machine.start(available).runId();
        RunEvent first = new RunEvent(1, Instant.now(), new RunEvent.RunStarted(9));
        RunEvent third = new RunEvent(3, Instant.now(), new RunEvent.RunStarted(9));
        assertThat(machine.tryReport(run, List.of(first, third)).code()).isEqualTo("event-gap");
        assertThat(run(run).get("stepCount").asInt()).isEqualTo(3);
        assertThat(machine.report(run, 1, new RunEvent.RunStarted(9)).lastNumber())
                .isEqualTo(1);
    }

    @Test
    void aFailureNamesItsStepExitCodeAndMessage() throws Exception {
        TestMachine machine = machine();
        String run = machine.start(available).runId();
        machine.report(
                run,
                1,
                new RunEvent.StepStarted(2, 1, "First", "Prepare", "T"),
                new RunEvent.StepFinished(2, false, 1603, "command-failed", "It broke", false),
                new RunEvent.RunFinished(false, "First failed"));
        JsonNode seen = run(run);
        assertThat(seen.get("state").asString()).isEqualTo("FAILED");
        assertThat(seen.get("failedStep").asString()).isEqualTo("First");
        assertThat(seen.get("exitCode").asLong()).isEqualTo(1603);
        assertThat(seen.get("errorCode").asString()).isEqualTo("command-failed");
        assertThat(step(run, 2).get("message").asString()).isEqualTo("It broke");
        assertThat(machine.assignments().resume()).isNull();
    }

    @Test
    void successEndsTheRunAndMakesTheMachineKnown() throws Exception {
        TestMachine machine = machine();
        assertThat(site.get("/devices/" + machine.id()).json().get("unknown").asBoolean())
                .isTrue();
        String run = machine.start(available).runId();
        machine.report(run, 1, new RunEvent.RunStarted(3), new RunEvent.RunFinished(true, ""));
        assertThat(run(run).get("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(run(run).get("percent").asInt()).isEqualTo(100);
        assertThat(step(run, 6).get("state").asString()).isEqualTo("SKIPPED");
        assertThat(site.get("/devices/" + machine.id()).json().get("unknown").asBoolean())
                .isFalse();
    }

    @Test
    void aSkippedGroupTakesItsStepsWithIt() throws Exception {
        TestMachine machine = machine();
        String run = machine.start(available).runId();
        machine.report(run, 1, new RunEvent.StepSkipped(4, "Install", "", "its condition is false"));
        assertThat(step(run, 5).get("state").asString()).isEqualTo("SKIPPED");
        assertThat(step(run, 6).get("state").asString()).isEqualTo("SKIPPED");
        assertThat(step(run, 2).get("state").asString()).isEqualTo("WAITING");
    }

    @Test
    void cancellingReachesTheMachineWithItsNextReport() throws Exception {
        TestMachine machine = machine();
        String run = machine.start(available).runId();
        machine.report(run, 1, new RunEvent.StepStarted(2, 1, "First", "Prepare", "T"));
        assertThat(site.api("POST", "/runs/" + run + "/cancel", "").status()).isEqualTo(200);
        EventsAccepted answer = machine.report(
                run, 2, new RunEvent.LogLines(2, List.of("last words")), new RunEvent.RunFinished(false, "stopped"));
        assertThat(answer.cancelled()).isTrue();
        assertThat(run(run).get("state").asString()).isEqualTo("CANCELLED");
        assertThat(step(run, 2).get("state").asString()).isEqualTo("FAILED");
        assertThat(site.get("/runs/" + run + "/log").body()).contains("last words");
        assertThat(site.api("POST", "/runs/" + run + "/cancel", "").code()).isEqualTo("run-finished");
    }

    @Test
    void aMachineRunsOneSequenceAtATime() throws Exception {
        TestMachine machine = machine();
        machine.start(available);
        assertThat(machine.tryStart(available).code()).isEqualTo("run-active");
    }

    @Test
    void aMachineThatStartsAnewGoesOnWithItsRun() throws Exception {
        TestMachine machine = machine();
        RunPolicy policy = machine.start(available);
        machine.report(policy.runId(), 1, new RunEvent.RunStarted(3));
        RunPolicy resume = Objects.requireNonNull(machine.assignments().resume());
        assertThat(resume.runId()).isEqualTo(policy.runId());
        assertThat(run(policy.runId()).get("state").asString()).isEqualTo("INTERRUPTED");
        machine.report(policy.runId(), 2, new RunEvent.RunResumed(Environment.BOOT, 2));
        assertThat(run(policy.runId()).get("state").asString()).isEqualTo("RUNNING");
    }

    @Test
    void anOlderStateDoesNotReplaceANewerOne() throws Exception {
        TestMachine machine = machine();
        String run = machine.start(available).runId();
        assertThat(machine.tryLoad(run).status()).isEqualTo(204);
        assertThat(machine.trySave(run, 2, "two").status()).isEqualTo(204);
        assertThat(machine.trySave(run, 2, "two").status()).isEqualTo(204);
        assertThat(machine.trySave(run, 1, "one").code()).isEqualTo("state-number");
        assertThat(new String(machine.tryLoad(run).body(), StandardCharsets.UTF_8))
                .contains("two");
        machine.report(run, 1, new RunEvent.RunFinished(true, ""));
        assertThat(machine.trySave(run, 3, "three").code()).isEqualTo("run-ended");
    }

    @Test
    @Tag("VAR-3")
    void secretsThatTheMachineForgotToMaskAreMasked() throws Exception {
        TestMachine machine = machine();
        site.api("PUT", "/devices/" + machine.id() + "/variables/AdminPassword", """
                {"value":"variable-secret","secret":true}""");
        RunPolicy policy = machine.start(available);
        assertThat(policy.variables()).contains(new RunPolicy.Variable("AdminPassword", "variable-secret", true));
        String run = policy.runId();
        machine.report(
                run,
                1,
                new RunEvent.StepStarted(2, 1, "First", "Prepare", "T"),
                new RunEvent.LogLines(2, List.of("login with variable-secret and sequence-secret")),
                new RunEvent.StepProgress(2, 10, "using variable-secret"),
                new RunEvent.StepFinished(2, false, 1, "x", "variable-secret is wrong", false));
        String seen = run(run)
                + site.get("/runs/" + run + "/steps").body()
                + site.get("/runs/" + run + "/log").body();
        assertThat(seen).doesNotContain("variable-secret").doesNotContain("sequence-secret");
        assertThat(seen).contains("login with ******** and ********");
        assertThat(site.get("/devices/" + machine.id() + "/variables").body())
                .contains("AdminPassword")
                .doesNotContain("variable-secret");
    }

    @Test
    void aLineThatIsTooLongIsCut() throws Exception {
        TestMachine machine = machine();
        String run = machine.start(available).runId();
        machine.report(run, 1, new RunEvent.LogLines(0, List.of("x".repeat(20_000))));
        JsonNode line = site.get("/runs/" + run + "/log").json().get("items").get(0);
        assertThat(line.get("text").asString()).hasSize(EventBatch.LONGEST_LINE);
    }

    @Test
    void aClockThatIsFarOffIsNotBelieved() throws Exception {
        TestMachine machine = machine();
        String run = machine.start(available).runId();
        RunEvent event = new RunEvent(1, Instant.EPOCH, new RunEvent.LogLines(0, List.of("hello")));
        machine.tryReport(run, List.of(event));
        JsonNode line = site.get("/runs/" + run + "/log").json().get("items").get(0);
        assertThat(Instant.parse(line.get("time").asString()))
                .isAfter(Instant.now().minusSeconds(60));
    }

    @Test
    @Tag("ENG-1")
    void aSequenceWithAMissingReferenceDoesNotStart() throws Exception {
        site.addPackage("SLP00005", "OS_IMAGE", "for a while");
        site.addSequence("SLP00006", "Broken", SEQUENCE, "SLP00005");
        String deployment = site.deploy("SLP00006", "SMS00001", "AVAILABLE", "MEDIA_PXE");
        site.bean(Database.class).change(handle -> handle.execute("delete from package where id = 'SLP00005'"));
        assertThat(machine().tryStart(deployment).code()).isEqualTo("reference-missing");
    }

    @Test
    void anEditReachesNoRunThatHasBegun() throws Exception {
        TestMachine machine = machine();
        site.addSequence("SLP00007", "Edited", SEQUENCE);
        String deployment = site.deploy("SLP00007", "SMS00001", "AVAILABLE", "MEDIA_PXE");
        String run = machine.start(deployment).runId();
        site.bean(Database.class)
                .change(handle -> handle.execute("update task_sequence set xml = '<sequence/>' where id = 'SLP00007'"));
        assertThat(Json.decode(machine.tryPolicy(run).body(), RunPolicy.class).sequenceXml())
                .contains("Second");
    }
}

package dev.slipway.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EngineTest {
    private final Machine machine = new Machine();

    @Test
    @Tag("ENG-5")
    @Tag("ENG-5a")
    void failuresBubbleUpAsTheSpecificationsVectorSays() throws Exception {
        Outcome outcome = machine.run("""
                <sequence version="3.10">
                  <group name="G1" continueOnError="true">
                    <step type="fail" name="S1" continueOnError="true"><action/></step>
                    <step type="fail" name="S2"><action/></step>
                    <step type="ok" name="S3"><action/></step>
                  </group>
                  <group name="G2">
                    <step type="fail" name="S4"><action/></step>
                    <step type="ok" name="S5"><action/></step>
                    <step type="ok" name="S6"><action/></step>
                  </group>
                </sequence>""");
        assertThat(machine.ran).containsExactly("S1", "S2", "S4");
        assertThat(outcome)
                .isEqualTo(new Outcome.Failed(
                        6, "S4", 5, "exit-code", "Exit code 5 is not among the success codes [0, 3010]"));
    }

    @Test
    @Tag("ENG-3")
    void aSkippedStepLeavesTheLastResultAsItWas() throws Exception {
        machine.run("""
                <sequence version="3.10">
                  <step type="fail" name="A" continueOnError="true"><action/></step>
                  <step type="ok" name="B" disable="true"><action/></step>
                  <step type="ok" name="C" runIn="FullOS"><action/></step>
                  <step type="ok" name="D"><condition>%s</condition><action/></step>
                  <step type="ok" name="E"><condition>%s</condition><action/></step>
                </sequence>""".formatted(
                test("_SMSTSLastActionSucceeded", "equals", "true"), test("_SMSTSLastActionRetCode", "equals", "5")));
        assertThat(machine.ran).containsExactly("A", "E");
        assertThat(machine.heard)
                .contains(
                        "skipped B: disabled",
                        "skipped C: it runs in FullOS only",
                        "skipped D: its condition is false");
    }

    @Test
    @Tag("ENG-4")
    void exitCode3010RestartsAndGoesOnWithTheNextStep() throws Exception {
        String xml = """
                <sequence version="3.10">
                  <step type="3010" name="A"><action/></step>
                  <step type="ok" name="B"><action/></step>
                </sequence>""";
        assertThat(machine.run(xml))
                .isInstanceOfSatisfying(
                        Outcome.RestartNeeded.class,
                        r -> assertThat(r.restart().target()).isEqualTo(Restart.Target.WINPE));
        assertThat(machine.run(xml)).isEqualTo(new Outcome.Succeeded());
        assertThat(machine.ran).containsExactly("A", "B");
    }

    @Test
    @Tag("ENG-8")
    void aScriptCanAskForARestartAndForItsStepAgain() throws Exception {
        machine.onStep("A", context -> {
            if (context.variables().get("Second").isEmpty()) {
                context.variables().set("Second", "yes");
                context.variables().set("SMSTSRebootRequested", "WinPE");
                context.variables().set("SMSTSRetryRequested", "true");
            }
        });
        String xml = "<sequence version='3.10'><step type='ok' name='A'><action/></step></sequence>";
        assertThat(machine.run(xml)).isInstanceOf(Outcome.RestartNeeded.class);
        assertThat(machine.run(xml)).isEqualTo(new Outcome.Succeeded());
        assertThat(machine.ran).containsExactly("A", "A");
    }

    @Test
    @Tag("ENG-9")
    void aMachineResetAtAnySaveSkipsNoStepAndRunsNoFinishedOneTwice() throws Exception {
        String xml = """
                <sequence version="3.10">
                  <step type="ok" name="A"><action/></step>
                  <group name="G"><step type="ok" name="B"><action/></step><step type="fail" name="C" continueOnError="true"><action/></step></group>
                  <step type="ok" name="D"><action/></step>
                </sequence>""";
        for (int cut = 1; cut < 20; cut++) {
            Machine resets = new Machine();
            resets.cutPowerAtSave = cut;
            boolean cutHappened = false;
            Optional<Outcome> outcome = Optional.empty();
            while (outcome.isEmpty()) {
                try {
                    outcome = Optional.of(resets.run(xml));
                } catch (Machine.PowerCutError e) {
                    cutHappened = true;
                }
            }
            assertThat(outcome.get()).isEqualTo(new Outcome.Succeeded());
            assertThat(resets.finishedAndSaved()).as("cut at save " + cut).containsExactly("A", "B", "C", "D");
            if (!cutHappened) {
                assertThat(cut).isGreaterThan(8);
                return;
            }
        }
    }

    @Test
    void aStepThatAlwaysResetsTheMachineFailsInTheEnd() throws Exception {
        machine.onStep("A", context -> {
            throw new Machine.PowerCutError();
        });
        String xml = "<sequence version='3.10'><step type='ok' name='A'><action/></step></sequence>";
        Optional<Outcome> outcome = Optional.empty();
        while (outcome.isEmpty()) {
            try {
                outcome = Optional.of(machine.run(xml));
            } catch (Machine.PowerCutError e) {
                // started again
            }
        }
        assertThat(outcome.get())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, f -> assertThat(f.code()).isEqualTo("step-interrupted"));
        assertThat(machine.ran).hasSize(Engine.MAXIMUM_ATTEMPTS);
    }

    @Test
    @Tag("ENG-9")
    void aMachineThatComesUpInTheWrongEnvironmentIsSentOn() throws Exception {
        String xml = """
                <sequence version="3.10">
                  <step type="restart-hd" name="A"><action/></step>
                  <step type="ok" name="B"><action/></step>
                </sequence>""";
        assertThat(machine.run(xml)).isInstanceOf(Outcome.RestartNeeded.class);
        for (int i = 0; i < Engine.MAXIMUM_MISDIRECTIONS; i++) {
            assertThat(machine.run(xml)).isInstanceOf(Outcome.RestartNeeded.class);
        }
        assertThat(machine.run(xml))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, f -> assertThat(f.code()).isEqualTo("wrong-environment"));
        assertThat(machine.ran).containsExactly("A");
    }

    @Test
    void variablesSurviveARestart() throws Exception {
        machine.onStep("A", context -> {
            context.variables().set("Kept", "line one\nline \\two", false);
            context.variables().set("Pass", "s3cret", true);
        });
        String xml = """
                <sequence version="3.10">
                  <step type="3010" name="A"><action/></step>
                  <step type="ok" name="B"><condition>%s</condition><action/></step>
                </sequence>""".formatted(test("Kept", "equals", "line one&#xA;line \\two"));
        machine.run(xml);
        machine.run(xml);
        assertThat(machine.ran).containsExactly("A", "B");
        assertThat(machine.saved.orElseThrow().toString()).doesNotContain("s3cret");
        assertThat(machine.saved.orElseThrow().variables())
                .filteredOn(Variables.Variable::secret)
                .extracting(Variables.Variable::value)
                .containsExactly("s3cret");
    }

    @Test
    @Tag("ENG-15")
    void aStepsDefaultGivesWayToAVariableSetBeforeAndIsGoneAfterTheStep() throws Exception {
        List<String> seen = new ArrayList<>();
        machine.onStep("A", context -> seen.add(context.property("OSDComputerName")));
        machine.onStep("B", context -> seen.add(context.variables().value("OSDComputerName")));
        machine.onStep("C", context -> seen.add(context.property("ComputerName")));
        machine.onStep("N", context -> context.variables().set("OSDComputerName", "given"));
        String step = """
                <step type="ok" name="%s"><action/><defaultVarList>
                  <variable name="OSDComputerName" property="ComputerName">PC-%%Room%%</variable>
                </defaultVarList></step>""";
        machine.variables.set("Room", "12");
        machine.run("<sequence version='3.10'>" + step.formatted("A") + "<step type='ok' name='B'><action/></step>"
                + "<step type='ok' name='N'><action/></step>" + step.formatted("C") + "</sequence>");
        assertThat(seen).containsExactly("PC-12", "", "given");
    }

    @Test
    void secretsAreMaskedInTheLog() throws Exception {
        machine.onStep("A", context -> context.log("joining with " + context.property("Password")));
        machine.run("""
                <sequence version="3.10"><step type="ok" name="A"><action/><defaultVarList>
                  <variable name="OSDJoinPassword" property="Password" hidden="true">hunter2</variable>
                </defaultVarList></step></sequence>""");
        assertThat(machine.heard).contains("log joining with ********");
    }

    @Test
    void anUnknownStepTypeFailsAndSaysWhatToDo() throws Exception {
        assertThat(machine.run("<sequence version='3.10'><step type='nobody' name='A'><action/></step></sequence>"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, f -> assertThat(f.code()).isEqualTo("step-type-unknown"));
    }

    static String test(String variable, String operator, String value) {
        return """
                <expression type="SMS_TaskSequence_VariableConditionExpression">
                <variable name="Operator">%s</variable><variable name="Value">%s</variable><variable name="Variable">%s</variable>
                </expression>""".formatted(operator, value, variable);
    }

    /** A machine without a disk to speak of: it keeps the last save, and forgets all else when its power is cut. */
    private static final class Machine implements StateStore, EngineListener {
        final List<String> ran = new ArrayList<>();
        final List<String> heard = new ArrayList<>();
        private final List<String> finished = new ArrayList<>();
        private final java.util.Map<String, Deed> deeds = new java.util.HashMap<>();
        Variables variables = new Variables();
        Optional<Snapshot> saved = Optional.empty();
        int cutPowerAtSave;
        private int saves;

        interface Deed {
            void act(StepContext context) throws StepFailedException;
        }

        static final class PowerCutError extends Error {}

        void onStep(String name, Deed deed) {
            deeds.put(name, deed);
        }

        List<String> finishedAndSaved() {
            return finished;
        }

        Outcome run(String xml) throws Exception {
            if (saved.isPresent()) {
                variables = new Variables();
            }
            return new Engine(
                            SequenceXml.parse(xml),
                            variables,
                            this::handler,
                            ConditionFacts.NONE,
                            this,
                            this,
                            Environment.WINPE)
                    .run();
        }

        private Optional<StepHandler> handler(String type) {
            StepHandler handler = (step, context) -> {
                ran.add(step.name());
                if (deeds.containsKey(step.name())) {
                    deeds.get(step.name()).act(context);
                }
                return switch (type) {
                    case "fail" -> StepResult.exit(5);
                    case "3010" -> StepResult.exit(3010);
                    case "restart-hd" ->
                        StepResult.restart(new Restart(Restart.Target.HD, java.time.Duration.ZERO, ""));
                    default -> StepResult.ok();
                };
            };
            return type.equals("nobody") ? Optional.empty() : Optional.of(handler);
        }

        @Override
        public void save(Snapshot snapshot) {
            Optional<Snapshot> before = saved;
            try {
                saved = Optional.of(Snapshot.decode(snapshot.encode()));
            } catch (SequenceException e) {
                throw new AssertionError(e);
            }
            if (before.isPresent() && before.get().attempt() > 0 && snapshot.attempt() == 0) {
                finished.add(ran.getLast());
            }
            if (++saves == cutPowerAtSave) {
                throw new PowerCutError();
            }
        }

        @Override
        public Optional<Snapshot> load() {
            return saved;
        }

        @Override
        public void runStarted(int stepCount) {
            heard.add("started " + stepCount);
        }

        @Override
        public void runResumed(Environment environment, int position) {
            heard.add("resumed " + position);
        }

        @Override
        public void stepStarted(int position, int ordinal, Step step, String group) {
            heard.add("step " + ordinal + " " + group + ": " + step.name());
        }

        @Override
        public void nodeSkipped(int position, Node node, String group, String reason) {
            heard.add("skipped " + node.name() + ": " + reason);
        }

        @Override
        public void stepProgress(int position, int percent, String text) {
            heard.add(percent + " % " + text);
        }

        @Override
        public void stepLog(int position, String line) {
            heard.add("log " + line);
        }

        @Override
        public void stepSucceeded(int position, Step step, long exitCode) {
            heard.add("succeeded " + step.name());
        }

        @Override
        public void stepFailed(int position, Step step, long exitCode, String code, String message, boolean continued) {
            heard.add("failed " + step.name() + " " + code + " " + continued);
        }
    }
}

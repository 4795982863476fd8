package dev.slipway.agent.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.agent.command.SystemCommands;
import dev.slipway.agent.volume.BlockDevices;
import dev.slipway.agent.volume.LocalVolumes;
import dev.slipway.agent.volume.StateVolume;
import dev.slipway.sequence.Restart;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.sequence.Variables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GeneralStepsTest {
    @TempDir
    Path folder;

    private final Variables variables = new Variables();
    private StepTools tools;
    private RunCommandLine runCommandLine;

    @BeforeEach
    void tools() throws Exception {
        SystemCommands commands = new SystemCommands();
        LocalVolumes volumes = new LocalVolumes(new BlockDevices(), commands, folder.resolve("mnt"), line -> {});
        tools = new StepTools(volumes, new StateVolume(volumes, folder.resolve("memory")), commands);
        runCommandLine = new RunCommandLine(
                commands, new PackageDownloads(new FolderPackages(folder.resolve("packages")), tools.stateVolume()));
    }

    @Test
    @Tag("STEP-29")
    void commandLineRunsInAShellWithItsVariablesReplaced() throws Exception {
        variables.set("Who", "world");

        StepRun run = new StepRun(variables).hidden("CommandLine", "echo hello %Who% | tr a-z A-Z; exit 5");

        assertThat(run.run(runCommandLine).exitCode()).isEqualTo(5);
        assertThat(run.lines()).containsExactly("HELLO WORLD");
    }

    @Test
    @Tag("STEP-29")
    void outputVariableReceivesTheLastThousandCharacters() throws Exception {
        new StepRun(variables)
                .hidden("CommandLine", "seq 1 1000; echo end")
                .with("OutputVariableName", "Out")
                .run(runCommandLine);

        assertThat(variables.value("Out")).hasSize(1_000).endsWith("1000\nend");
    }

    @Test
    @Tag("STEP-29")
    void timeIsOverForTheWholeTree() {
        long before = System.nanoTime();
        assertThatThrownBy(() -> new StepRun(variables)
                        .hidden("CommandLine", "sleep 600 & sleep 600")
                        .within(Duration.ofSeconds(1))
                        .run(runCommandLine))
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo("command-timeout"));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    @Tag("STEP-29")
    void packageIsTheWorkingFolder() throws Exception {
        Path content = Files.createDirectories(folder.resolve("packages/PKG00001/sub"));
        Files.writeString(content.resolve("run.sh"), "cat ../data");
        Files.writeString(content.resolve("../data"), "from the package");

        StepRun run = new StepRun(variables)
                .hidden("PackageID", "PKG00001")
                .with("WorkingDirectory", "sub")
                .hidden("CommandLine", "sh run.sh");

        assertThat(run.run(runCommandLine).exitCode()).isZero();
        assertThat(run.lines()).contains("from the package");
    }

    @Test
    @Tag("STEP-29")
    @Tag("VAR-3")
    void secretsAreNeitherInTheEnvironmentNorInArguments() throws Exception {
        variables.set("Token", "s3cret-value", true);
        variables.set("Plain", "visible");

        StepRun run = new StepRun(variables)
                .hidden("CommandLine", "env; tr '\\0' ' ' < /proc/$$/cmdline; echo; test -n '%Token%' && echo used");
        run.run(runCommandLine);

        assertThat(run.lines()).contains("Plain=visible", "used").noneMatch(line -> line.contains("s3cret-value"));
    }

    @Test
    @Tag("STEP-29")
    void missingWorkingFolderFailsTheStep() {
        assertThatThrownBy(() -> new StepRun(variables)
                        .hidden("CommandLine", "true")
                        .with("WorkingDirectory", "/no/such/folder")
                        .run(runCommandLine))
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo("working-folder"));
    }

    @Test
    @Tag("STEP-31")
    void variableIsSetAndAnEmptyValueRemovesIt() throws Exception {
        variables.set("Source", "a");
        new StepRun(variables)
                .hidden("VariableName", "Target")
                .hidden("VariableValue", "%Source%b")
                .run(new SetVariable());
        assertThat(variables.value("Target")).isEqualTo("ab");

        new StepRun(variables)
                .hidden("VariableName", "Target")
                .hidden("VariableValue", "")
                .run(new SetVariable());
        assertThat(variables.get("Target")).isEqualTo(Optional.empty());
    }

    @Test
    @Tag("STEP-31")
    @Tag("VAR-3")
    void hiddenValueIsSecretAndNotLogged() throws Exception {
        StepRun run = new StepRun(variables)
                .hidden("VariableName", "Join")
                .hidden("VariableValue", "")
                .hidden("DoNotShowVariableValue", "true")
                .with("SetVariableActionHiddenVariableValue", "hush-hush");

        run.run(new SetVariable());

        assertThat(variables.value("Join")).isEqualTo("hush-hush");
        assertThat(variables.secretValues()).contains("hush-hush");
        assertThat(run.lines()).noneMatch(line -> line.contains("hush-hush"));
    }

    @Test
    @Tag("STEP-31")
    @Tag("VAR-4")
    void readOnlyVariablesStayAsTheyAre() {
        assertThatThrownBy(() -> new StepRun(variables)
                        .hidden("VariableName", "_SMSTSInWinPE")
                        .hidden("VariableValue", "false")
                        .run(new SetVariable()))
                .isInstanceOf(StepFailedException.class);
    }

    @Test
    @Tag("STEP-33")
    void restartHasTargetDelayAndMessage() throws Exception {
        Restart restart = new StepRun(variables)
                .hidden("Target", "HD")
                .with("SMSRebootTimeout", "10")
                .with("SMSRebootMessage", "Back soon")
                .run(new RestartComputer(tools))
                .restart()
                .orElseThrow();

        assertThat(restart).isEqualTo(new Restart(Restart.Target.HD, Duration.ofSeconds(10), "Back soon"));
    }

    @Test
    @Tag("STEP-33")
    void restartWithoutTargetStaysInItsEnvironmentAfterAMinute() throws Exception {
        Restart restart = new StepRun(variables)
                .with("Message", "")
                .with("MessageTimeout", "")
                .with("Target", "")
                .run(new RestartComputer(tools))
                .restart()
                .orElseThrow();

        assertThat(restart).isEqualTo(new Restart(Restart.Target.WINPE, Duration.ofSeconds(60), ""));
    }

    @Test
    @Tag("STEP-33")
    void unknownRestartTargetIsRefused() {
        assertThatThrownBy(() -> new StepRun(variables).hidden("Target", "Moon").run(new RestartComputer(tools)))
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo("restart-target"));
    }
}

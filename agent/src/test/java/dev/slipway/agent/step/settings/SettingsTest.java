package dev.slipway.agent.step.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.agent.step.Chroot;
import dev.slipway.agent.step.RecordedCommands;
import dev.slipway.agent.step.StepRun;
import dev.slipway.sequence.StepFailedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("STEP-16")
final class SettingsTest {
    @TempDir
    Path root;

    @Test
    void answerFileHasEachSettingInItsPassAndComponent() throws Exception {
        AnswerFile answers = AnswerFile.empty("amd64");
        StepRun run = new StepRun()
                .with("OSDComputerName", "PC-0042")
                .with("OSDRegisteredUserName", "Mara & Ben")
                .with("OSDTimeZone", "Europe/Berlin")
                .with("OSDLocalAdminPassword", "P<ss w0rd")
                .with("OSDWindowsSettingsUILanguage", "de-DE");

        WindowsSettings.write(SystemSettings.read(run), answers);

        String xml = new String(answers.bytes(), StandardCharsets.UTF_8);
        assertThat(xml)
                .contains("<settings pass=\"specialize\">")
                .contains("name=\"Microsoft-Windows-Shell-Setup\"")
                .contains("processorArchitecture=\"amd64\"")
                .contains("<ComputerName>PC-0042</ComputerName>")
                .contains("<RegisteredOwner>Mara &amp; Ben</RegisteredOwner>")
                .contains("<TimeZone>W. Europe Standard Time</TimeZone>")
                .contains("<UILanguage>de-DE</UILanguage>")
                .doesNotContain("P&lt;ss w0rd")
                .contains(Base64.getEncoder()
                        .encodeToString("P<ss w0rdAdministratorPassword".getBytes(StandardCharsets.UTF_16LE)));
    }

    @Test
    void settingsReplaceThoseOfTheAdministratorsFileAndLeaveTheRest() throws Exception {
        AnswerFile answers = AnswerFile.parse("""
                <unattend xmlns="urn:schemas-microsoft-com:unattend"><settings pass="specialize">
                <component name="Microsoft-Windows-Shell-Setup" processorArchitecture="amd64">
                <ComputerName>OLD</ComputerName><CopyProfile>true</CopyProfile></component></settings></unattend>
                """.getBytes(StandardCharsets.UTF_8), "amd64");

        WindowsSettings.write(SystemSettings.read(new StepRun().with("OSDComputerName", "NEW")), answers);

        assertThat(new String(answers.bytes(), StandardCharsets.UTF_8))
                .contains("<ComputerName>NEW</ComputerName>")
                .contains("<CopyProfile>true</CopyProfile>")
                .doesNotContain("OLD")
                .containsOnlyOnce("<component");
    }

    @Test
    void randomPasswordDisablesTheAdministratorOnceHoweverOftenTheStepRuns() throws Exception {
        AnswerFile answers = AnswerFile.empty("amd64");
        SystemSettings settings = SystemSettings.read(new StepRun().with("OSDRandomAdminPassword", "true"));

        WindowsSettings.write(settings, answers);
        WindowsSettings.write(settings, answers);

        assertThat(new String(answers.bytes(), StandardCharsets.UTF_8)).containsOnlyOnce("/active:no");
    }

    @Test
    void answerFileWithADocumentTypeIsRefused() {
        assertThatThrownBy(() -> AnswerFile.parse(
                        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/shadow'>]><x>&e;</x>"
                                .getBytes(StandardCharsets.UTF_8),
                        "amd64"))
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo("answer-file"));
    }

    @Test
    void nameThatWindowsCannotHaveIsRefused() {
        assertThatThrownBy(() -> WindowsSettings.write(
                        SystemSettings.read(new StepRun().with("OSDComputerName", "name-of-16-chars")),
                        AnswerFile.empty("amd64")))
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo("computer-name"));
    }

    @Test
    void everyTimeZoneOfTheListIsOneThatIanaKnows() {
        assertThat(TimeZones.iana("W. Europe Standard Time")).contains("Europe/Berlin");
        assertThat(TimeZones.iana("w. europe standard time")).contains("Europe/Berlin");
        assertThat(TimeZones.iana("Mars Standard Time")).isEmpty();
        assertThat(TimeZones.windowsNames())
                .hasSizeGreaterThan(130)
                .allSatisfy(name -> assertThat(ZoneId.getAvailableZoneIds())
                        .contains(TimeZones.iana(name).orElseThrow()));
    }

    @Test
    void linuxSystemGetsItsNameZoneAndPassword() throws Exception {
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost\n127.0.1.1 reference\n");
        Files.writeString(root.resolve("etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
        RecordedCommands commands = new RecordedCommands();
        StepRun run = new StepRun()
                .with("OSDComputerName", "Web-01")
                .with("OSDTimeZone", "Romance Standard Time")
                .with("OSDWindowsSettingsInputLocale", "de-CH")
                .with("OSDLocalAdminPassword", "hidden-word");

        try (Chroot chroot = Chroot.open(root, commands, run::log)) {
            LinuxSettings settings = new LinuxSettings(chroot, run);
            settings.write(SystemSettings.read(run));
            settings.write(SystemSettings.read(run));
        }

        assertThat(root.resolve("etc/hostname")).hasContent("web-01");
        assertThat(root.resolve("etc/hosts")).hasContent("127.0.0.1 localhost\n127.0.1.1 web-01");
        assertThat(Files.readSymbolicLink(root.resolve("etc/localtime")))
                .isEqualTo(Path.of("/usr/share/zoneinfo/Europe/Paris"));
        assertThat(root.resolve("etc/default/keyboard")).hasContent("XKBLAYOUT=\"ch\"");
        assertThat(commands.calls())
                .anyMatch(call -> call.endsWith("chpasswd --crypt-method SHA512"))
                .noneMatch(call -> call.contains("hidden-word"));
    }
}

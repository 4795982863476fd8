package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(AcceptanceLab.Extension.class)
class CustomizedBootImageTest {
    private static final String LOOK = """
            <sequence version="3.10">
              <step type="SMS_TaskSequence_RunCommandLineAction" name="Look"><action>sh /opt/slipway/prestart/tools/look.sh</action></step>
            </sequence>
            """;
    /**
     * Waits until somebody has opened the log with F9 and Enter, looks at the screen, and waits for F7. The viewer follows the log's end, so the
     * last line stands there however few rows the screen has.
     */
    private static final String LOOK_SCRIPT = """
            df -m /tmp
            slipway-log once
            active() { cat /sys/class/tty/tty0/active; }
            waits() { tries=0; until "$@" || [ $tries -ge 180 ]; do sleep 1; tries=$((tries + 1)); done; }
            on() { [ "$(active)" = "$1" ]; }
            opened() { grep -q "console after F9" /dev/vcs3; }
            echo "console before: $(active)"
            waits on tty3
            echo "console after F9: $(active)"
            waits opened
            opened && echo "the viewer shows the log's end"
            echo "now F7"
            waits on tty1
            echo "console after F7: $(active)"
            """;

    @ParameterizedTest
    @EnumSource(VirtualMachine.Firmware.class)
    @Tag("BOOT-1")
    @Tag("BOOT-3")
    @Tag("BOOT-7")
    @Tag("BOOT-8")
    void aMachineStartsWithItsSequencesOwnCustomisedBootImage(VirtualMachine.Firmware firmware, AcceptanceLab lab)
            throws Exception {
        SiteApi api = lab.site().api();
        String bootImage = lab.site().addBootImage(lab.folder().resolve("bootimage"));
        Path files = lab.folder().resolve("prestart");
        Files.writeString(
                Files.createDirectories(files.resolve("tools")).resolve("hello.sh"),
                "echo \"prestart says hello from $PWD\"\n");
        Files.writeString(files.resolve("tools/look.sh"), LOOK_SCRIPT);
        api.patch(
                "/boot-images/" + bootImage + "/customization",
                Map.of(
                        "prestartCommand",
                        "sh tools/hello.sh",
                        "prestartFolder",
                        files.toString(),
                        "keyboard",
                        "de",
                        "language",
                        "1036",
                        "scratchMegabytes",
                        64,
                        "commandSupport",
                        true,
                        "text",
                        "It's the Shipyard\nAsk 4711 for help"));
        try (VirtualMachine machine = lab.machine(firmware)) {
            String name = machine.settings().name();
            String collection =
                    lab.site().collectionOf("Looks " + name, lab.site().importDevice(machine.settings()));
            String sequence = lab.site().addSequence("Look at " + name, LOOK);
            api.put("/task-sequences/" + sequence + "/boot-image", Map.of("bootImageId", bootImage));
            String deployment = lab.site().deploy(sequence, collection);
            machine.start();
            awaitLine(lab, deployment, "console before: tty1");
            machine.press("f9");
            awaitLine(lab, deployment, "console after F9: tty3");
            machine.press("ret");
            awaitLine(lab, deployment, "now F7");
            machine.screenshot(machine.settings().folder().resolve("log-viewer.png"));
            machine.press("f7");
            JsonNode run = lab.site().awaitEnd(deployment, AcceptanceLab.RUN_LIMIT);

            assertThat(run.path("state").asString())
                    .as(() -> lab.explain(run, machine))
                    .isEqualTo("SUCCEEDED");
            assertThat(machine.console())
                    .contains("It's the Shipyard", "Ask 4711 for help")
                    .contains("scratch space: 64 MiB")
                    .contains("keyboard: de")
                    .contains("command support is on")
                    .contains("tape 1 sur 1 : Look")
                    .contains("prestart says hello from /opt/slipway/prestart");
            assertThat(lab.site().log(run))
                    .anyMatch(line -> line.matches(".*tmpfs +64 .*/tmp.*"))
                    .as("the log viewer shows the machine's log, in its language")
                    .anyMatch(line -> line.matches(".*[0-9:]{8} Étape 1 sur 1 : Look.*"))
                    .anyMatch(line -> line.contains("Flèches"))
                    .as("F9 and Enter open the viewer on the third console, F7 leads back")
                    .contains("the viewer shows the log's end", "console after F7: tty1");
        }
    }

    private static void awaitLine(AcceptanceLab lab, String deployment, String line) throws Exception {
        lab.site()
                .awaitRun(
                        deployment,
                        AcceptanceLab.RUN_LIMIT,
                        line,
                        run -> lab.site().log(run).contains(line));
    }
}

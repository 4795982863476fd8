package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(AcceptanceLab.Extension.class)
class PowerCutTest {

    @Test
    @Tag("ENG-8")
    void aMachineThatLosesPowerWhileItAppliesAnImageRepeatsThatStepAndCompletes(AcceptanceLab lab) throws Exception {
        try (VirtualMachine machine = lab.machine(VirtualMachine.Firmware.BIOS)) {
            String deployment = lab.deployTo(machine, SampleSequences.linux(lab.image(lab.linuxWim())));
            machine.start();
            JsonNode before = lab.site().awaitRun(deployment, AcceptanceLab.RUN_LIMIT, "the middle of apply", run -> {
                JsonNode current = run.path("currentStep");
                return current.path("name").asString("").equals("Apply Operating System")
                        && current.path("percent").asInt() >= 20;
            });
            JsonNode partitioned = lab.step(before, "Partition Disk 0 - BIOS");
            machine.powerCut();
            Thread.sleep(Duration.ofSeconds(2));
            machine.start();
            JsonNode run = lab.site().awaitEnd(deployment, AcceptanceLab.RUN_LIMIT);

            assertThat(run.path("state").asString())
                    .as(() -> lab.explain(run, machine))
                    .isEqualTo("SUCCEEDED");
            assertThat(run.path("id")).as("the same run goes on").isEqualTo(before.path("id"));
            assertThat(lab.step(run, "Partition Disk 0 - BIOS").path("finishedAt"))
                    .as("a finished step does not run twice")
                    .isEqualTo(partitioned.path("finishedAt"));
            assertThat(lab.site().log(run)).anyMatch(line -> line.contains("hello from the deployed system"));
        }
    }
}

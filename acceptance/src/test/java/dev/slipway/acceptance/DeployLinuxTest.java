package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(AcceptanceLab.Extension.class)
class DeployLinuxTest {

    @ParameterizedTest
    @EnumSource(VirtualMachine.Firmware.class)
    @Tag("PXE-1")
    @Tag("STEP-11")
    void aMachineGetsLinuxStartsFromItsOwnDiskAndReportsSuccess(VirtualMachine.Firmware firmware, AcceptanceLab lab)
            throws Exception {
        try (VirtualMachine machine = lab.machine(firmware)) {
            String deployment = lab.deployTo(machine, SampleSequences.linux(lab.image(lab.linuxWim())));
            machine.start();
            JsonNode run = lab.site().awaitEnd(deployment, AcceptanceLab.RUN_LIMIT);

            assertThat(run.path("state").asString())
                    .as(() -> lab.explain(run, machine))
                    .isEqualTo("SUCCEEDED");
            String done = firmware == VirtualMachine.Firmware.UEFI ? "UEFI" : "BIOS";
            String left = firmware == VirtualMachine.Firmware.UEFI ? "BIOS" : "UEFI";
            assertThat(lab.step(run, "Partition Disk 0 - " + done).path("state").asString())
                    .isEqualTo("SUCCEEDED");
            assertThat(lab.step(run, "Partition Disk 0 - " + left).path("state").asString())
                    .isEqualTo("SKIPPED");
            // What the last step printed, in the deployed system.
            assertThat(lab.site().log(run))
                    .anyMatch(line -> line.contains("hello from the deployed system"))
                    .anyMatch(line -> line.contains(machine.settings().name()))
                    .anyMatch(line -> line.matches(".*/dev/vda[12] +ext4.*"));
        }
    }
}

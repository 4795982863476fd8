package dev.slipway.agent.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.sequence.Restart;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("STEP-33")
final class FirmwareBootOrderTest {
    private static final String LISTED = """
            BootCurrent: 0002
            Timeout: 0 seconds
            BootOrder: 0002,0001,0003,0000
            Boot0000* UiApp\tFvVol(7cb8bdc9-f8eb-4f34-aaea-3ee4af6516a1)
            Boot0001* UEFI Misc Device\tPciRoot(0x0)/Pci(0x4,0x0)
            Boot0002* UEFI PXEv4 (MAC:525400123456)\tPciRoot(0x0)/Pci(0x3,0x0)/MAC(525400123456,1)/IPv4(0.0.0.0)
            Boot0003* Slipway installed system\tHD(1,GPT,0a,0x800,0x20000)/File(\\EFI\\BOOT\\BOOTX64.EFI)
            """;

    private final RecordedCommands commands = new RecordedCommands().answer("efibootmgr -v", LISTED);
    private final List<String> log = new ArrayList<>();

    @Test
    void restartFromDiskChoosesTheDeployedSystemOnce() throws Exception {
        new FirmwareBootOrder(commands).startNext(Restart.Target.HD, log::add);

        assertThat(commands.calls()).contains("efibootmgr -q -n 0003");
    }

    @Test
    void restartIntoTheBootEnvironmentChoosesTheNetworkEntryThatIsCurrent() throws Exception {
        new FirmwareBootOrder(commands).startNext(Restart.Target.WINPE, log::add);

        assertThat(commands.calls()).contains("efibootmgr -q -n 0002");
    }

    @Test
    void firmwareWithoutAFittingEntryIsLeftAlone() throws Exception {
        RecordedCommands none = new RecordedCommands().answer("efibootmgr -v", "BootCurrent: 0000\n");

        new FirmwareBootOrder(none).startNext(Restart.Target.HD, log::add);

        assertThat(none.calls()).containsExactly("efibootmgr -v");
        assertThat(log).hasSize(1);
    }
}

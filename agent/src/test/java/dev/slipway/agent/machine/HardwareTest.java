package dev.slipway.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.Firmware;
import dev.slipway.protocol.MachineIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("PXE-2")
class HardwareTest {
    @TempDir
    Path root;

    @Test
    void theFirmwaresTablesIdentifyTheMachine() throws IOException {
        write("sys/class/dmi/id/product_uuid", "4C4C4544-0031-4A10-8043-B4C04F4D3533\n");
        write("sys/class/dmi/id/product_serial", " 1J1CM53 \n");
        write("sys/class/dmi/id/sys_vendor", "Dell Inc.\n");
        write("sys/class/dmi/id/product_name", "OptiPlex 7090\n");
        write("proc/meminfo", "MemTotal:        8000000 kB\nMemFree: 1 kB\n");
        Files.createDirectories(root.resolve("sys/firmware/efi"));

        MachineIdentity identity = new Hardware(root).identity();

        assertThat(identity.smbiosUuid()).isEqualTo("4c4c4544-0031-4a10-8043-b4c04f4d3533");
        assertThat(identity.serialNumber()).isEqualTo("1J1CM53");
        assertThat(identity.manufacturer()).isEqualTo("Dell Inc.");
        assertThat(identity.memoryBytes()).isEqualTo(8_192_000_000L);
        assertThat(identity.firmware()).isEqualTo(Firmware.UEFI);
    }

    @Test
    void wiredCardsComeFirstAndBridgesNotAtAll() throws IOException {
        card("wlan0", "02:00:00:00:00:01", "1", true);
        Files.createDirectories(root.resolve("sys/class/net/wlan0/wireless"));
        card("eth1", "02:00:00:00:00:AB", "1", true);
        card("eth0", "02:00:00:00:00:03", "1", true);
        card("lo", "00:00:00:00:00:00", "772", false);
        card("br0", "02:00:00:00:00:05", "1", false);

        assertThat(new Hardware(root).identity().macAddresses())
                .containsExactly("02:00:00:00:00:03", "02:00:00:00:00:ab", "02:00:00:00:00:01");
    }

    @Test
    void aMachineWithoutTablesHasEmptyFields() {
        assertThat(new Hardware(root).identity().smbiosUuid()).isEmpty();
        assertThat(new Hardware(root).firmware()).isEqualTo(Firmware.BIOS);
    }

    private void card(String name, String address, String type, boolean device) throws IOException {
        write("sys/class/net/" + name + "/address", address + "\n");
        write("sys/class/net/" + name + "/type", type + "\n");
        if (device) {
            Files.createDirectories(root.resolve("sys/class/net/" + name + "/device"));
        }
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, text);
    }
}

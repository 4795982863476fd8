package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wim.WimFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The peer is wimlib-imagex, which applies the same image to another volume; both volumes are captured again and compared. */
@ExtendWith(AcceptanceLab.Extension.class)
class ApplyWindowsShapedTest {
    private static final int INDEX = 2;
    /** The third of the sequence: EFI, MSR, Windows, Recovery. */
    private static final int WINDOWS_PARTITION = 3;

    @Test
    @Tag("STEP-11")
    void anNtfsVolumeHoldsWhatWimlibWouldHaveWritten(AcceptanceLab lab) throws Exception {
        Path wim = lab.windowsShapedWim();
        Path disk;
        try (VirtualMachine machine = lab.machine(VirtualMachine.Firmware.UEFI)) {
            String deployment = lab.deployTo(machine, SampleSequences.windowsShaped(lab.image(wim)));
            machine.start();
            JsonNode run = lab.site().awaitEnd(deployment, AcceptanceLab.RUN_LIMIT);
            assertThat(run.path("state").asString())
                    .as(() -> lab.explain(run, machine))
                    .isEqualTo("SUCCEEDED");
            // The agent lets go of the disk and restarts; the network then sends the machine to its disk.
            machine.await(Pattern.compile("reboot: Restarting system"), 0, Duration.ofMinutes(2));
            disk = machine.disk();
        }
        Path ours = partition(lab, disk);
        Path reference = lab.folder().resolve("reference.ntfs");
        Shell shell = lab.shell();
        shell.run(Duration.ofMinutes(1), "truncate", "-s", Long.toString(Files.size(ours)), reference.toString());
        shell.run(Duration.ofMinutes(1), "mkntfs", "-F", "-q", "-Q", "-L", "Windows", reference.toString());
        shell.run(
                Duration.ofMinutes(5),
                "wimlib-imagex",
                "apply",
                wim.toString(),
                Integer.toString(INDEX),
                reference.toString());

        Map<String, String> expected = captured(lab, reference);
        Map<String, String> actual = captured(lab, ours);
        assertThat(expected).hasSizeGreaterThan(800);
        actual.remove("/Windows/Panther/unattend");
        assertThat(actual.remove("/Windows/Panther/unattend/unattend.xml"))
                .as("the answer file that the step Apply Windows Settings adds")
                .isNotNull();
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        assertThat(actual).isEqualTo(expected);
    }

    /** Every file with its content's hash, security descriptor, short name, attributes, times, links and streams. */
    private static Map<String, String> captured(AcceptanceLab lab, Path volume) throws Exception {
        Path wim = Path.of(volume + ".wim");
        lab.shell()
                .run(
                        Duration.ofMinutes(5),
                        "wimlib-imagex",
                        "capture",
                        volume.toString(),
                        wim.toString(),
                        "--compress=none");
        try (WimFile file = WimFile.open(wim)) {
            return new TreeMap<>(TreeDescription.of(file.image(1)));
        }
    }

    private static Path partition(AcceptanceLab lab, Path disk) throws Exception {
        Path volume = lab.folder().resolve("windows.ntfs");
        lab.shell()
                .run(
                        Duration.ofMinutes(5),
                        "sh",
                        "-c",
                        "set -e; start=$(partx -g -o START -n \"$2\" \"$0\" | tr -d ' ');"
                                + " sectors=$(partx -g -o SECTORS -n \"$2\" \"$0\" | tr -d ' ');"
                                + " dd if=\"$0\" of=\"$1\" bs=1M skip=$((start * 512))B count=$((sectors * 512))B"
                                + " conv=sparse status=none",
                        disk.toString(),
                        volume.toString(),
                        Integer.toString(WINDOWS_PARTITION));
        return volume;
    }
}

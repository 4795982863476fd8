package dev.slipway.agent.step.image;

import static dev.slipway.agent.step.disk.LoopDisk.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.agent.step.FolderPackages;
import dev.slipway.agent.step.LoopMachine;
import dev.slipway.agent.step.StepRun;
import dev.slipway.agent.step.disk.FormatAndPartitionDisk;
import dev.slipway.agent.step.settings.ApplyWindowsSettings;
import dev.slipway.agent.volume.StateVolume;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.sequence.Variables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root, loop devices, and the Debian packages fdisk, dosfstools, ntfs-3g, e2fsprogs, libwim15, wimtools. */
@Tag("STEP-1")
final class ApplyOperatingSystemTest {
    private static final long DISK_BYTES = 300L << 20;

    @TempDir
    static Path packages;

    @TempDir
    Path folder;

    private final Variables variables = new Variables();
    private final List<Path> started = new CopyOnWriteArrayList<>();
    private LoopMachine machine;

    @BeforeAll
    static void images() throws Exception {
        Path linux = Files.createDirectories(packages.resolve("linux"));
        Files.createDirectories(linux.resolve("etc"));
        Files.createDirectories(linux.resolve("usr/bin"));
        Files.writeString(linux.resolve("etc/hostname"), "reference\n");
        Files.write(linux.resolve("usr/bin/tool"), new byte[2_000_000]);
        Files.setAttribute(linux.resolve("usr/bin/tool"), "unix:mode", 0100755);
        Files.setAttribute(linux.resolve("etc/hostname"), "unix:uid", 42);
        capture(linux, "LNX00001/linux.wim", "--compress=XPRESS");
        capture(linux, "LNX00002/linux.wim", "--compress=LZMS", "--solid");
        Path windows = Files.createDirectories(packages.resolve("windows"));
        Files.createDirectories(windows.resolve("Windows/System32"));
        Files.writeString(windows.resolve("Windows/System32/ntoskrnl.exe"), "not really");
        capture(windows, "WIN00001/install.wim", "--compress=LZX");
        Files.createDirectories(packages.resolve("UPG00001"));
        Files.writeString(packages.resolve("UPG00001/Setup.exe"), "MZ");
        Files.createDirectories(packages.resolve("UPG00001/Sources"));
        Files.copy(packages.resolve("WIN00001/install.wim"), packages.resolve("UPG00001/Sources/boot.wim"));
        capture(windows, "UPG00001/Sources/Install.wim", "--compress=LZX");
        Files.writeString(windows.resolve("Windows/System32/edition.txt"), "second");
        run(
                "wimlib-imagex",
                "append",
                windows.toString(),
                packages.resolve("UPG00001/Sources/Install.wim").toString(),
                "Second edition");
        capture(windows, "UPG00002/sources/install.esd", "--compress=LZMS", "--solid");
        Files.createDirectories(packages.resolve("ANS00001"));
        Files.writeString(packages.resolve("ANS00001/unattend.xml"), """
                <?xml version="1.0" encoding="utf-8"?>
                <unattend xmlns="urn:schemas-microsoft-com:unattend"><settings pass="windowsPE">
                <component name="Own"><Text>%Greeting%</Text></component></settings></unattend>
                """);
    }

    private static void capture(Path tree, String file, String... options) throws Exception {
        Path wim = packages.resolve(file);
        Files.createDirectories(wim.resolveSibling("."));
        String[] command = new String[6 + options.length];
        System.arraycopy(
                new String[] {"wimlib-imagex", "capture", tree.toString(), wim.toString(), "Test image", "--unix-data"},
                0,
                command,
                0,
                6);
        System.arraycopy(options, 0, command, 6, options.length);
        run(command);
    }

    @BeforeEach
    void start() throws Exception {
        machine = new LoopMachine(folder, DISK_BYTES);
    }

    @AfterEach
    void stop() throws Exception {
        machine.close();
    }

    @Test
    void linuxImageComesOntoItsVolumeAndTheStateStays() throws Exception {
        partition("EXT4");
        machine.state().write(StateVolume.STATE, "position 3".getBytes(StandardCharsets.UTF_8));

        StepRun apply = apply("LNX00001");

        Path root = machine.volumes().mount(Path.of(variables.value("OSDisk")));
        assertThat(root.resolve("etc/hostname")).hasContent("reference");
        assertThat(Files.getAttribute(root.resolve("etc/hostname"), "unix:uid")).isEqualTo(42);
        assertThat((int) Files.getAttribute(root.resolve("usr/bin/tool"), "unix:mode"))
                .isEqualTo(0100755);
        assertThat(root.resolve(StateVolume.FOLDER).resolve(StateVolume.STATE)).hasContent("position 3");
        assertThat(machine.state().isDurable()).isTrue();
        assertThat(started).containsExactly(Path.of(variables.value("OSDisk")));
        assertThat(variables.value("OSDTargetSystemDrive")).isEqualTo(variables.value("OSDisk"));
        assertThat(variables.value("OSDTargetSystemRoot")).isEqualTo(root.toString());
        assertThat(apply.percents()).isSorted().contains(96);
    }

    @Test
    void secondApplicationReplacesWhatTheFirstLeft() throws Exception {
        partition("EXT4");
        apply("LNX00001");
        Path root = machine.volumes().mount(Path.of(variables.value("OSDisk")));
        Files.createDirectories(root.resolve("leftover/of/an/interrupted"));
        Files.writeString(root.resolve("leftover/of/an/interrupted/run"), "x");
        Files.createDirectories(root.resolve("UserState/alice"));
        variables.setBuiltIn("_SMSTSUserStatePath", "C:\\UserState");

        apply("LNX00001");

        assertThat(root.resolve("leftover")).doesNotExist();
        assertThat(root.resolve("UserState/alice")).isDirectory();
        assertThat(root.resolve("usr/bin/tool")).hasSize(2_000_000);
    }

    @Test
    void solidImageIsDownloadedAndTheCopyRemoved() throws Exception {
        partition("EXT4");

        StepRun apply = apply("LNX00002");

        Path root = machine.volumes().mount(Path.of(variables.value("OSDisk")));
        assertThat(root.resolve("usr/bin/tool")).hasSize(2_000_000);
        assertThat(root.resolve(StateVolume.FOLDER).resolve("Image")).isEmptyDirectory();
        assertThat(apply.lines()).anyMatch(line -> line.contains("solid"));
    }

    @Test
    void windowsImageComesOntoNtfsWithItsAnswerFileAndAWarning() throws Exception {
        partition("NTFS");
        variables.set("Greeting", "hello & welcome");

        StepRun apply = new StepRun(variables)
                .hidden("ImagePackageID", "WIN00001")
                .with("OSDImageIndex", "1")
                .hidden("DestinationVariable", "OSDisk")
                .hidden("ConfigFilePackage", "ANS00001")
                .with("OSDConfigFileName", "unattend.xml");
        apply.run(handler());
        new StepRun(variables)
                .with("OSDComputerName", "PC-0042")
                .with("OSDTimeZone", "W. Europe Standard Time")
                .with("OSDRandomAdminPassword", "true")
                .run(new ApplyWindowsSettings(machine.tools()));

        Path root = machine.volumes().mount(Path.of(variables.value("OSDisk")));
        assertThat(root.resolve("Windows/System32/ntoskrnl.exe")).hasContent("not really");
        assertThat(root.resolve("Windows/Panther/unattend/unattend.xml"))
                .content()
                .contains("hello &amp; welcome")
                .contains("<ComputerName>PC-0042</ComputerName>");
        assertThat(machine.state().device()).contains(Path.of(variables.value("OSDisk")));
        assertThat(apply.lines()).anyMatch(line -> line.startsWith("Warning") && line.contains("boot"));
        assertThat(started).isEmpty();
    }

    @Test
    @Tag("UPG-4")
    void editionOfAnUpgradePackageIsInstalledFreshByStreaming() throws Exception {
        partition("NTFS");

        StepRun apply = install("UPG00001", "2");

        Path root = machine.volumes().mount(Path.of(variables.value("OSDisk")));
        assertThat(root.resolve("Windows/System32/edition.txt")).hasContent("second");
        assertThat(root.resolve("Setup.exe")).as("the medium itself stays away").doesNotExist();
        assertThat(apply.lines()).anyMatch(line -> line.startsWith("Streaming image 2"));
        assertThat(variables.value("OSDTargetSystemDrive")).isEqualTo(variables.value("OSDisk"));
    }

    @Test
    @Tag("UPG-4")
    void solidEditionOfAnUpgradePackageIsDownloadedFirst() throws Exception {
        partition("NTFS");

        StepRun apply = install("UPG00002", "1");

        Path root = machine.volumes().mount(Path.of(variables.value("OSDisk")));
        assertThat(root.resolve("Windows/System32/edition.txt")).hasContent("second");
        assertThat(apply.lines()).anyMatch(line -> line.contains("solid"));
    }

    private StepRun install(String packageId, String edition) throws Exception {
        StepRun apply = new StepRun(variables)
                .hidden("InstallPackageID", packageId)
                .with("OSDInstallEditionIndex", edition)
                .hidden("DestinationVariable", "OSDisk");
        apply.run(handler());
        return apply;
    }

    @Test
    void windowsImageIsRefusedOnALinuxVolume() throws Exception {
        partition("EXT4");

        assertThatThrownBy(() -> apply("WIN00001"))
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo("volume-file-system"));
    }

    @Test
    void nextAvailableVolumeAndLettersLeaveOutTheFirmwares() throws Exception {
        partition("EXT4");
        String root = variables.value("OSDisk");

        new StepRun(variables).hidden("ImagePackageID", "LNX00001").run(handler());
        assertThat(variables.value("OSDTargetSystemDrive")).isEqualTo(root);

        assertThatThrownBy(() -> new StepRun(variables)
                        .hidden("ImagePackageID", "LNX00001")
                        .run(handler()))
                .hasMessageContaining("No volume");

        new StepRun(variables)
                .hidden("ImagePackageID", "LNX00001")
                .hidden("DestinationLogicalDrive", "C:")
                .run(handler());
        assertThatThrownBy(() -> new StepRun(variables)
                        .hidden("ImagePackageID", "LNX00001")
                        .hidden("DestinationLogicalDrive", "D:")
                        .run(handler()))
                .hasMessageContaining("C: = " + root);
    }

    @Test
    void diskAndPartitionNumbersNameTheVolume() throws Exception {
        partition("EXT4");

        new StepRun(variables)
                .hidden("ImagePackageID", "LNX00001")
                .with("DestinationDisk", "0")
                .with("DestinationPartition", "2")
                .run(handler());

        assertThat(variables.value("OSDTargetSystemDrive")).isEqualTo(machine.device() + "p2");
    }

    @Test
    void imageThatIsNotInThePackageIsRefused() throws Exception {
        partition("EXT4");

        assertThatThrownBy(() -> new StepRun(variables)
                        .hidden("ImagePackageID", "LNX00001")
                        .with("OSDImageIndex", "7")
                        .run(handler()))
                .hasMessageContaining("has no image 7");
    }

    @Test
    @Tag("STEP-9")
    void formattingADiskThatCarriesTheStateTakesItAlong() throws Exception {
        partition("EXT4");
        machine.state().write(StateVolume.STATE, "position 2".getBytes(StandardCharsets.UTF_8));

        partition("NTFS");

        assertThat(machine.state().read(StateVolume.STATE))
                .hasValueSatisfying(bytes ->
                        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("position 2"));
        assertThat(machine.state().device()).contains(Path.of(machine.device() + "p2"));
    }

    private void partition(String fileSystem) throws Exception {
        new StepRun(variables)
                .with("OSDDiskIndex", "0")
                .with("OSDPartitionStyle", "GPT")
                .hidden("OSDPartitions", "2")
                .with("OSDPartitions0Type", "EFI")
                .with("OSDPartitions0FileSystem", "FAT32")
                .with("OSDPartitions0Size", "64")
                .with("OSDPartitions0SizeUnits", "MB")
                .with("OSDPartitions1Type", "Primary")
                .with("OSDPartitions1FileSystem", fileSystem)
                .with("OSDPartitions1Size", "100")
                .with("OSDPartitions1SizeUnits", "Percent")
                .with("OSDPartitions1VolumeLetterVariable", "OSDisk")
                .run(new FormatAndPartitionDisk(machine.tools()));
        machine.refresh();
    }

    private StepRun apply(String packageId) throws Exception {
        StepRun apply = new StepRun(variables)
                .hidden("ImagePackageID", packageId)
                .with("OSDImageIndex", "1")
                .hidden("DestinationVariable", "OSDisk");
        apply.run(handler());
        return apply;
    }

    private ApplyOperatingSystem handler() throws IOException {
        return new ApplyOperatingSystem(
                machine.tools(), new FolderPackages(packages), (root, device, context) -> started.add(device));
    }
}

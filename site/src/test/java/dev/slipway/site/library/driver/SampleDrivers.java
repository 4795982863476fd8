package dev.slipway.site.library.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders with drivers, made up for the tests. */
public final class SampleDrivers {
    private SampleDrivers() {}

    /** A storage driver that is signed, in {@code storage}. @param seed makes its file another one */
    public static void storage(Path root, String seed) throws IOException {
        Path folder = Files.createDirectories(root.resolve("storage/x64"));
        Files.writeString(folder.resolve("KeelStor.sys"), "kernel code " + seed.repeat(2000));
        Path inf = Files.writeString(root.resolve("storage/keelstor.inf"), """
                [Version]
                Signature = "$WINDOWS NT$"
                Class = SCSIAdapter
                ClassGuid = {4D36E97B-E325-11CE-BFC1-08002BE10318}
                Provider = %%Keel%%
                DriverVer = 03/14/2024,10.2.7.%d
                CatalogFile = keelstor.cat
                [SourceDisksNames]
                1 = Disk,,,x64
                [SourceDisksFiles]
                keelstor.sys = 1
                [Manufacturer]
                %%Keel%% = Models, NTamd64
                [Models.NTamd64]
                "Keel %s Controller" = Install, PCI\\VEN_1D1D&DEV_0100, PCI\\CC_0104
                [Install]
                CopyFiles = @keelstor.sys
                [Install.Services]
                AddService = keelstor, 2, Service
                [Service]
                StartType = 0
                [Strings]
                Keel = "Keel & Mast"
                """.formatted(seed.length(), seed));
        Files.write(root.resolve("storage/keelstor.cat"), SampleCatalog.of(Files.readAllBytes(inf)));
    }

    /** A network driver that is neither signed nor whole, in {@code net}. */
    public static void network(Path root, String seed) throws IOException {
        Path folder = Files.createDirectories(root.resolve("net"));
        Files.writeString(folder.resolve("rope.sys"), "network code " + seed.repeat(1000));
        Files.writeString(folder.resolve("rope.inf"), """
                [Version]
                Signature = "$Windows NT$"
                Class = Net
                Provider = Tauwerk
                DriverVer = 11/02/2023,1.0.0.9
                [SourceDisksNames]
                1 = Disk
                [SourceDisksFiles]
                rope.sys = 1
                helper.dll = 1
                [Manufacturer]
                Tauwerk = Rope, NTamd64, NTarm64
                [Rope.NTamd64]
                "Rope %s Ethernet" = Install, PCI\\VEN_2222&DEV_0001
                [Rope.NTarm64]
                "Rope %s Ethernet" = Install, PCI\\VEN_2222&DEV_0001
                [Install]
                CopyFiles = @rope.sys, @helper.dll
                """.formatted(seed, seed));
    }
}

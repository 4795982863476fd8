package dev.slipway.windows;

/** INF files as vendors write them, made up for these tests. */
final class SampleInfs {
    /** A storage controller that Windows must load to reach its disk. */
    static final String STORAGE = """
            ; Keel storage controller
            [Version]
            Signature   = "$WINDOWS NT$"
            Class       = SCSIAdapter
            ClassGuid   = {4D36E97B-E325-11CE-BFC1-08002BE10318}
            Provider    = %Keel%
            DriverVer   = 03/14/2024,10.2.7.1
            CatalogFile = keelstor.cat
            PnpLockdown = 1

            [SourceDisksNames.amd64]
            1 = %Disk%,,,x64
            [SourceDisksNames.arm64]
            1 = %Disk%,,,\\arm64
            [SourceDisksFiles]
            keelstor.sys = 1,,

            [DestinationDirs]
            DefaultDestDir = 13

            [Manufacturer]
            %Keel% = Models, NTamd64.10.0...16299, NTarm64.10.0

            [Models.NTamd64.10.0...16299]
            %Disk.100% = Stor_Install, PCI\\VEN_1D1D&DEV_0100&SUBSYS_00011D1D, PCI\\VEN_1D1D&DEV_0100 ; the first
            %Disk.200% = Stor_Install, PCI\\VEN_1D1D&DEV_0200

            [Models.NTarm64.10.0]
            %Disk.100% = Stor_Install, PCI\\VEN_1D1D&DEV_0100

            [Stor_Install.NT]
            CopyFiles = Stor_Files

            [Stor_Files]
            keelstor.sys,,,0x00004000

            [Stor_Install.NT.Services]
            AddService = keelstor, %SPSVCINST_ASSOCSERVICE%, Stor_Service

            [Stor_Service]
            ServiceType   = %SERVICE_KERNEL_DRIVER%
            StartType     = 0x0
            ErrorControl  = 3
            ServiceBinary = %13%\\keelstor.sys

            [Strings]
            SPSVCINST_ASSOCSERVICE = 0x00000002
            SERVICE_KERNEL_DRIVER = 1
            Keel = "Keel & Mast, Ltd."
            Disk = "Keel installation disk"
            Disk.100 = "Keel 100 ""Swift"" Controller; 6 Gb/s"
            Disk.200 = "Keel 200 Controller"
            """;

    /** A network card with names in two languages, catalogs for each processor, and lines that go on. */
    static final String NETWORK = """
            [version]
            signature="$Windows NT$"
            class=Net
            classguid={4d36e972-e325-11ce-bfc1-08002be10318}
            provider=%Vendor%
            driverver=11-02-2023,1.0.0.9
            catalogfile.NTamd64=rope64.cat
            catalogfile.NTx86=rope32.cat

            [manufacturer]
            %Vendor%=rope,NTx86,NTamd64

            [rope.NTx86]
            %Card%=rope.ndi, \\
                PCI\\VEN_2222&DEV_0001, \\
                PCI\\VEN_2222
            [rope.NTamd64]
            %Card%=rope.ndi,PCI\\VEN_2222&DEV_0001
            %NoString%=rope.ndi,"PCI\\VEN_2222&DEV_0002"

            [rope.ndi.NTx86]
            CopyFiles=@rope32.sys
            [rope.ndi.NTamd64]
            CopyFiles=rope.files, rope.helpers
            [rope.ndi.NTamd64.Services]
            AddService=rope,2,rope.service
            [rope.service]
            StartType=3

            [rope.files]
            rope.sys,rope64.sys
            [rope.helpers]
            "rope helper.dll"

            [SourceDisksNames]
            1="Disk 1",,,
            [SourceDisksFiles.x86]
            rope32.sys=1
            [SourceDisksFiles.amd64]
            rope64.sys=1,bin\\x64
            "rope helper.dll"=1

            [strings.0407]
            Vendor="Tauwerk AG"
            Card="Tauwerk Netzwerkkarte für Büros"
            """;

    static final String EXTENSION = """
            [Version]
            Signature = "$WINDOWS NT$"
            Class = Extension
            ClassGuid = {e2f84ce7-8efa-411c-aa69-97454ca4cb57}
            Provider = "Sailmaker"
            ExtensionId = {11111111-2222-3333-4444-555555555555}
            DriverVer = 01/01/2022,4.0.0.0
            CatalogFile = extra.cat
            [Manufacturer]
            "Sailmaker" = Extra, NTamd64
            [Extra.NTamd64]
            "Sail extra settings" = Extra_Install, USB\\VID_1234&PID_5678
            [Extra_Install]
            AddReg = Extra_Registry
            CopyINF = other.inf
            """;

    /** A system device of a time when nobody wrote decorations. */
    static final String OLD_SYSTEM = """
            [Version]
            Signature = "$Chicago$"
            Class = System
            Provider = Bilge
            LayoutFile = layout.inf
            DriverVer = 6/1/2006
            [Manufacturer]
            Bilge
            [Bilge]
            "Bilge pump" = Pump, ACPI\\BLG0001
            [Pump]
            CopyFiles = Pump.Files
            [Pump.Files]
            pump.sys
            """;

    private SampleInfs() {}
}

package dev.slipway.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("DRV-2")
class DriverInfTest {
    private static DriverInf parse(String text) throws InfException {
        return DriverInf.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theSectionVersionTellsProviderClassDateVersionAndCatalog() throws Exception {
        DriverInf inf = parse(SampleInfs.STORAGE);
        assertThat(inf.provider()).isEqualTo("Keel & Mast, Ltd.");
        assertThat(inf.deviceClass()).isEqualTo("SCSIAdapter");
        assertThat(inf.classGuid()).isEqualTo("4d36e97b-e325-11ce-bfc1-08002be10318");
        assertThat(inf.date()).contains(LocalDate.of(2024, 3, 14));
        assertThat(inf.version()).isEqualTo("10.2.7.1");
        assertThat(inf.catalogs()).containsExactly("keelstor.cat");
    }

    @Test
    void modelsComeWithArchitectureSystemAndIdentifiers() throws Exception {
        DriverInf inf = parse(SampleInfs.STORAGE);
        assertThat(inf.models()).hasSize(3);
        assertThat(inf.models().getFirst())
                .isEqualTo(new DriverModel(
                        "Keel & Mast, Ltd.",
                        "Keel 100 \"Swift\" Controller; 6 Gb/s",
                        "PCI\\VEN_1D1D&DEV_0100&SUBSYS_00011D1D",
                        List.of("PCI\\VEN_1D1D&DEV_0100"),
                        DriverArchitecture.X64,
                        "10.0.16299",
                        "Stor_Install"));
        assertThat(inf.architectures()).containsExactlyInAnyOrder(DriverArchitecture.X64, DriverArchitecture.ARM64);
        assertThat(inf.firstDevice()).isEqualTo("Keel 100 \"Swift\" Controller; 6 Gb/s");
    }

    @Test
    void aLineGoesOnAfterABackslashAndStringsOfAnotherLanguageAreBetterThanNone() throws Exception {
        DriverInf inf = parse(SampleInfs.NETWORK);
        assertThat(inf.provider()).isEqualTo("Tauwerk AG");
        assertThat(inf.date()).contains(LocalDate.of(2023, 11, 2));
        assertThat(inf.models().getFirst().hardwareId()).isEqualTo("PCI\\VEN_2222&DEV_0001");
        assertThat(inf.models().getFirst().compatibleIds()).containsExactly("PCI\\VEN_2222");
        assertThat(inf.models().getLast().description()).isEqualTo("%NoString%");
        assertThat(inf.catalogs()).containsExactly("rope64.cat", "rope32.cat");
    }

    @Test
    void neededFilesAreFoundInTheFoldersOfTheirDisks() throws Exception {
        assertThat(parse(SampleInfs.STORAGE).files())
                .containsExactlyInAnyOrder(
                        new DriverFile("x64/keelstor.sys", "x64"),
                        new DriverFile("arm64/keelstor.sys", "arm64"),
                        new DriverFile("keelstor.cat", ""));
        assertThat(parse(SampleInfs.NETWORK).files())
                .containsExactlyInAnyOrder(
                        new DriverFile("rope32.sys", "x86"),
                        new DriverFile("bin/x64/rope64.sys", "x64"),
                        new DriverFile("rope helper.dll", "x64"),
                        new DriverFile("rope64.cat", ""),
                        new DriverFile("rope32.cat", ""));
    }

    @Test
    void bootCriticalIsABootClassOrAServiceOfTheBootLoader() throws Exception {
        assertThat(parse(SampleInfs.STORAGE).bootCritical()).isTrue();
        assertThat(parse(SampleInfs.OLD_SYSTEM).bootCritical()).isTrue();
        assertThat(parse(SampleInfs.NETWORK).bootCritical()).isFalse();
        assertThat(parse(SampleInfs.NETWORK.replace("StartType=3", "StartType=0x00"))
                        .bootCritical())
                .isTrue();
    }

    @Test
    void anExtensionAddsToADriverAndNamesOtherInfFiles() throws Exception {
        DriverInf inf = parse(SampleInfs.EXTENSION);
        assertThat(inf.extension()).isTrue();
        assertThat(inf.files()).extracting(DriverFile::path).containsExactly("other.inf", "extra.cat");
    }

    @Test
    void withoutDecorationsADriverIsForX86AndItsFilesComeWithWindows() throws Exception {
        DriverInf inf = parse(SampleInfs.OLD_SYSTEM);
        assertThat(inf.architectures()).containsExactly(DriverArchitecture.X86);
        assertThat(inf.models()).singleElement().satisfies(model -> {
            assertThat(model.manufacturer()).isEqualTo("Bilge");
            assertThat(model.hardwareId()).isEqualTo("ACPI\\BLG0001");
        });
        assertThat(inf.files()).isEmpty();
        assertThat(inf.date()).contains(LocalDate.of(2006, 6, 1));
        assertThat(inf.version()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8", "windows-1252"})
    void everyEncodingIsRead(String name) throws Exception {
        Charset charset = Charset.forName(name);
        String text = SampleInfs.NETWORK.replace("\n", "\r\n");
        if (name.startsWith("UTF")) {
            DriverInf marked = DriverInf.parse(("\ufeff" + text).getBytes(charset));
            assertThat(marked.firstDevice()).isEqualTo("Tauwerk Netzwerkkarte für Büros");
        }
        assertThat(DriverInf.parse(text.getBytes(charset)).firstDevice()).isEqualTo("Tauwerk Netzwerkkarte für Büros");
    }

    @Test
    void whatIsNoDriversInfIsRefusedWithAReason() {
        assertThatThrownBy(() -> parse("hello"))
                .isInstanceOf(InfException.class)
                .hasMessageContaining("[Version]");
        assertThatThrownBy(() -> parse("[Version]\nSignature=x\n"))
                .isInstanceOf(InfException.class)
                .hasMessageContaining("no device");
        assertThatThrownBy(() -> parse("[Version\nSignature=x\n"))
                .isInstanceOf(InfException.class)
                .hasMessageContaining("Line 1");
        assertThatThrownBy(() -> parse("[a]\n" + "x\\\n".repeat(100_000)))
                .isInstanceOf(InfException.class)
                .hasMessageContaining("too long");
        assertThatThrownBy(() -> DriverInf.parse(new byte[DriverInf.MAX_BYTES + 1]))
                .isInstanceOf(InfException.class);
    }
}

package dev.slipway.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("IMG-6")
class UpdateManifestTest {
    static final String MANIFEST = """
            <?xml version="1.0" encoding="utf-8"?>
            <assembly xmlns="urn:schemas-microsoft-com:asm.v3" manifestVersion="1.0" displayName="default" description="Fix for KB5034441"
                supportInformation="https://example.org/help/5034441">
              <assemblyIdentity name="Package_for_KB5034441" version="19041.3920.1.2" processorArchitecture="amd64" language="neutral"/>
              <package identifier="KB5034441" releaseType="Security Update" restart="possible"><parent/></package>
            </assembly>
            """;

    private static UpdateManifest parse(String text) throws UpdateManifestException {
        return UpdateManifest.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void headTellsTitleArticleAndReleaseType() throws Exception {
        UpdateManifest manifest = parse(MANIFEST);
        assertThat(manifest.title()).contains("Fix for KB5034441");
        assertThat(manifest.kb()).contains("KB5034441");
        assertThat(manifest.releaseType()).isEqualTo("Security Update");
    }

    @Test
    void headOfALongManifestIsEnough() throws Exception {
        String cut = MANIFEST.substring(0, MANIFEST.indexOf("<parent/>"));
        assertThat(parse(cut).releaseType()).isEqualTo("Security Update");
    }

    @Test
    void whatIsNoManifestIsRefused() {
        assertThatThrownBy(() -> parse("MZ")).isInstanceOf(UpdateManifestException.class);
        assertThatThrownBy(() -> parse("<html/>")).hasMessageContaining("its root is html");
        assertThatThrownBy(() -> parse("<assembly><file/></assembly>")).hasMessageContaining("no package");
        assertThatThrownBy(() -> UpdateManifest.parse(new byte[0])).isInstanceOf(UpdateManifestException.class);
    }

    @Test
    void entitiesAreNotExpanded() {
        assertThatThrownBy(() -> parse("""
                        <!DOCTYPE assembly [<!ENTITY a SYSTEM "file:///etc/hostname">]>
                        <assembly displayName="x">&a;</assembly>""")).isInstanceOf(UpdateManifestException.class);
    }

    @Test
    void changedBytesAreReadOrRefused() {
        Random random = new Random(6);
        byte[] good = MANIFEST.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 5_000; round++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int i = 0; i < 1 + random.nextInt(6) && bad.length > 0; i++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            UpdateManifestFuzzTest.read(bad);
        }
    }

    @Test
    void fileNameTellsTheIdentity() {
        UpdateIdentity identity = UpdateIdentity.ofFileName(
                        "Package_for_KB5034441~31bf3856ad364e35~amd64~~19041.3920.1.2.mum")
                .orElseThrow();
        assertThat(identity.kb()).contains("KB5034441");
        assertThat(identity.architecture()).isEqualTo("amd64");
        assertThat(identity.language()).isEmpty();
        assertThat(identity.version()).isEqualTo("19041.3920.1.2");
        assertThat(identity.isUpdate()).isTrue();
        assertThat(identity).hasToString("Package_for_KB5034441~31bf3856ad364e35~amd64~~19041.3920.1.2");
    }

    @Test
    void partsOfUpdatesAndPiecesOfTheSystemAreNoUpdates() {
        String rest = "~31bf3856ad364e35~amd64~de-DE~10.0.1.1.mum";
        for (String name : new String[] {
            "Package_for_KB2883457_RTM",
            "Package_1_for_KB2883457",
            "Microsoft-Windows-Foundation-Package",
            "Package_for_KB2883457_SP1_bf"
        }) {
            assertThat(UpdateIdentity.ofFileName(name + rest).orElseThrow().isUpdate())
                    .as(name)
                    .isFalse();
        }
        for (String name : new String[] {"Package_for_RollupFix", "Package_for_ServicingStack_3920"}) {
            assertThat(UpdateIdentity.ofFileName(name + rest).orElseThrow().isUpdate())
                    .as(name)
                    .isTrue();
        }
    }

    @Test
    void otherFileNamesAreNoIdentities() {
        assertThat(UpdateIdentity.ofFileName("Package_for_KB1~x~amd64~~1.2.mum"))
                .isEmpty();
        assertThat(UpdateIdentity.ofFileName("readme.txt")).isEmpty();
        assertThat(UpdateIdentity.ofFileName("a".repeat(10_000) + "~31bf3856ad364e35~amd64~~1.1.1.1.mum"))
                .isEmpty();
    }
}

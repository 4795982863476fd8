package dev.slipway.site.library.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("IMG-2")
class UncPathTest {
    private static final String ALPHABET = "\\\\\\//..:ab9 $*?\"|<>%\u0000\u007f\u00fc\ud83d@[]";

    @Test
    void bothKindsOfSlashesMeanTheSame() {
        UncPath path = UncPath.parse("\\\\server\\images\\win 11\\install.wim");
        assertThat(path).isEqualTo(UncPath.parse("//server/images/win 11/install.wim"));
        assertThat(path.names()).containsExactly("win 11", "install.wim");
        assertThat(path).hasToString("\\\\server\\images\\win 11\\install.wim");
    }

    @Test
    void portMayBeGiven() {
        assertThat(UncPath.parse("//server:4450/images/a.wim").port()).isEqualTo(4450);
        assertThat(UncPath.parse("//server:4450/images/a.wim")).hasToString("\\\\server:4450\\images\\a.wim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\\server\\share",
                "\\\\",
                "\\\\server",
                "\\\\server\\",
                "\\\\\\share\\a",
                "\\\\server\\share\\..\\other",
                "\\\\server\\share\\a\\\\b",
                "\\\\server\\..\\a",
                "\\\\ser ver\\share",
                "\\\\server:0\\share",
                "\\\\server:99999\\share",
                "\\\\server\\share\\a:stream",
                "\\\\?\\C:\\file",
                "\\\\.\\pipe"
            })
    void otherTextsAreRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> UncPath.parse(text));
    }

    @Test
    void anyTextIsReadAsItIsWrittenOrRefused() {
        Random random = new Random(20261121);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "\\\\" : "");
            int length = random.nextInt(24);
            for (int c = 0; c < length; c++) {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            try {
                UncPath path = UncPath.parse(text.toString());
                assertThat(UncPath.parse(path.toString())).isEqualTo(path);
                assertThat(path.names()).doesNotContain("", ".", "..");
                assertThat(path.inShare()).doesNotContain(":", "\\\\");
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageEndingWith(".");
            }
        }
    }

    @Test
    void mountOfTheSystemIsFound() {
        List<String> lines = List.of(
                "tmpfs /tmp tmpfs rw 0 0",
                "//SERVER/images /mnt/all cifs rw 0 0",
                "//server/images/win\\04011 /mnt/win\\04011 smb3 rw 0 0");
        assertThat(SystemMounts.find(UncPath.parse("\\\\server\\Images\\a\\b.wim"), lines))
                .contains(Path.of("/mnt/all/a/b.wim"));
        assertThat(SystemMounts.find(UncPath.parse("\\\\server\\images\\win 11\\install.wim"), lines))
                .contains(Path.of("/mnt/win 11/install.wim"));
        assertThat(SystemMounts.find(UncPath.parse("\\\\other\\images\\a"), lines))
                .isEmpty();
        assertThat(SystemMounts.find(UncPath.parse("\\\\server:4450\\images\\a"), lines))
                .isEmpty();
    }
}

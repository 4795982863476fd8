package dev.slipway.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With a catalog in the style of Windows 8 and later, whose signer's certificate and its root's lie in it. */
@Tag("DRV-2")
class SignedCatalogTest {
    private final byte[] catalog = resource("keel.cat");
    private final byte[] inf = resource("keel.inf");

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(SignedCatalogTest.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void itTellsItsSignerAndListsItsFiles() throws CatalogException {
        SignedCatalog signed = SignedCatalog.read(catalog);
        assertThat(signed.signer()).isEqualTo("Keel Yard (Harbour Root)");
        assertThat(signed.hashes()).hasSize(2);
        assertThat(signed.lists(inf)).isTrue();
        inf[inf.length - 1]++;
        assertThat(signed.lists(inf)).isFalse();
    }

    @Test
    void noChangedByteIsTakenForSigned() throws CatalogException {
        SignedCatalog whole = SignedCatalog.read(catalog);
        for (int at = 0; at < catalog.length; at++) {
            byte[] changed = catalog.clone();
            changed[at] ^= 0x11;
            try {
                // What no signature covers (numbers of format versions, names of algorithms) may differ; nothing that
                // is told may.
                assertThat(SignedCatalog.read(changed)).as("byte " + at).isEqualTo(whole);
            } catch (CatalogException refused) {
                assertThat(refused).hasMessageMatching("[a-z].*");
            }
        }
    }

    @Test
    void aPartOfOneIsNone() {
        for (int length = 0; length < catalog.length; length++) {
            byte[] part = Arrays.copyOf(catalog, length);
            assertThatExceptionOfType(CatalogException.class).isThrownBy(() -> SignedCatalog.read(part));
        }
    }

    @Test
    void aFileOfAnotherKindIsNone() {
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(() -> SignedCatalog.read(new byte[] {0x30, 0x03, 0x06, 0x01, 0x2a}))
                .withMessage("it is no signed catalog");
    }
}

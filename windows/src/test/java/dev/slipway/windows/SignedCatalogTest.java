package dev.slipway.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("DRV-2")
class SignedCatalogTest {
    private static final byte[] SIGNED_DATA = HexFormat.of().parseHex("06092a864886f70d010702");
    private static final byte[] TRUST_LIST = HexFormat.of().parseHex("06092b060104018237 0a01".replace(" ", ""));
    private static final byte[] DATA = HexFormat.of().parseHex("06092a864886f70d010701");

    private static byte[] element(int tag, byte[]... contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = Arrays.stream(contents).mapToInt(content -> content.length).sum();
        out.write(tag);
        out.write(0x82);
        out.write(length >>> 8);
        out.write(length);
        Arrays.stream(contents).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] catalog(byte[] contentType, byte[] signers) {
        return element(
                0x30,
                SIGNED_DATA,
                element(
                        0xa0,
                        element(
                                0x30,
                                element(0x02, new byte[] {1}),
                                element(0x31),
                                element(0x30, contentType, element(0xa0, new byte[700])),
                                element(0xa0, new byte[300]),
                                signers)));
    }

    @Test
    void aTrustListWithASignerIsOne() {
        assertThat(SignedCatalog.isOne(catalog(TRUST_LIST, element(0x31, element(0x30)))))
                .isTrue();
    }

    @Test
    void withoutASignerOrWithOtherContentItIsNone() {
        assertThat(SignedCatalog.isOne(catalog(TRUST_LIST, element(0x31)))).isFalse();
        assertThat(SignedCatalog.isOne(catalog(DATA, element(0x31, element(0x30)))))
                .isFalse();
        assertThat(SignedCatalog.isOne(new byte[0])).isFalse();
        byte[] whole = catalog(TRUST_LIST, element(0x31, element(0x30)));
        for (int length = 0; length < whole.length; length++) {
            assertThat(SignedCatalog.isOne(Arrays.copyOf(whole, length))).isFalse();
        }
    }
}

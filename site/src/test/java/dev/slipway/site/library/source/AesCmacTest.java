package dev.slipway.site.library.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.hierynomus.security.bc.BCSecurityProvider;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("IMG-2")
class AesCmacTest {
    private static final byte[] KEY = hex("2b7e151628aed2a6abf7158809cf4f3c");
    private static final byte[] MESSAGE = hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
            + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    /** RFC 4493, 4. */
    @ParameterizedTest
    @CsvSource({
        "0, bb1d6929e95937287fa37d129b756746",
        "16, 070a16b46b4d4144f79bdd9dd04a287c",
        "40, dfa66747de9ae63030ca32611497c827",
        "64, 51f0bebf7e3b9d92fc49741779363cfe"
    })
    void standardsExamplesComeOut(int length, String expected) throws Exception {
        AesCmac mac = new AesCmac();
        mac.init(KEY);
        mac.update(MESSAGE, 0, length);
        assertThat(mac.doFinal()).isEqualTo(hex(expected));
    }

    @Test
    void piecesOfAnySizeGiveWhatAnotherProgramComputes() throws Exception {
        Random random = new Random(1);
        AesCmac ours = new AesCmac();
        ours.init(KEY);
        for (int round = 0; round < 200; round++) {
            byte[] message = new byte[random.nextInt(round % 10 == 0 ? 100_000 : 200)];
            random.nextBytes(message);
            var other = new BCSecurityProvider().getMac("AesCmac");
            other.init(KEY);
            other.update(message);
            for (int at = 0; at < message.length; ) {
                int count = Math.min(message.length - at, 1 + random.nextInt(message.length));
                ours.update(message, at, count);
                at += count;
            }
            assertThat(ours.doFinal()).isEqualTo(other.doFinal());
        }
    }
}

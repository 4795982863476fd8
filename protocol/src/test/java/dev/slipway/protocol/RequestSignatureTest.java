package dev.slipway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RequestSignatureTest {
    private static final byte[] BODY = {1, 2, 3};
    private final Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private final KeyPair keys;
    private String header;

    RequestSignatureTest() throws NoSuchAlgorithmException {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        header = RequestSignature.sign(keys.getPrivate(), "POST", "/machine/v1/runs?x=1", now, BODY, "token");
    }

    @Test
    void aProofIsGoodForItsOwnRequest() {
        assertThat(verify("POST", "/machine/v1/runs?x=1", now, BODY, "token")).isTrue();
    }

    @Test
    void aProofIsWorthNothingForAnotherRequest() {
        assertThat(verify("GET", "/machine/v1/runs?x=1", now, BODY, "token")).isFalse();
        assertThat(verify("POST", "/machine/v1/runs", now, BODY, "token")).isFalse();
        assertThat(verify("POST", "/machine/v1/runs?x=1", now, new byte[0], "token"))
                .isFalse();
        assertThat(verify("POST", "/machine/v1/runs?x=1", now, BODY, "other")).isFalse();
    }

    @Test
    void anOldProofIsRefused() {
        assertThat(verify("POST", "/machine/v1/runs?x=1", now.plus(Duration.ofMinutes(6)), BODY, "token"))
                .isFalse();
    }

    @Test
    void aMalformedProofIsRefused() {
        for (String bad : new String[] {"", ".", "x.y", "123", "9223372036854775807.AAAA", "1.%%%"}) {
            header = bad;
            assertThat(verify("POST", "/machine/v1/runs?x=1", now, BODY, "token"))
                    .as(bad)
                    .isFalse();
        }
    }

    private boolean verify(String method, String path, Instant at, byte[] body, String token) {
        return RequestSignature.verify(keys.getPublic(), header, method, path, at, body, token);
    }
}

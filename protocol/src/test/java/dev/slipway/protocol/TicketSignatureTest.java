package dev.slipway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.protocol.TicketSignature.Ticket;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TicketSignatureTest {
    private static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");
    private static final String CONTENT = "a1".repeat(32);

    private final KeyPair site;

    TicketSignatureTest() throws Exception {
        site = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    private Map<String, String> query(Ticket ticket) {
        Map<String, String> query = new HashMap<>();
        for (String pair : TicketSignature.query(site.getPrivate(), ticket).split("&")) {
            query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return query;
    }

    @Test
    void genuineTicketIsAccepted() {
        Ticket ticket = new Ticket("machine-7", CONTENT, NOW.plusSeconds(60));
        assertThat(TicketSignature.check(site.getPublic(), query(ticket), NOW)).contains(ticket);
    }

    @Test
    void everyChangedPartIsRefused() {
        Map<String, String> genuine = query(new Ticket("machine-7", CONTENT, NOW.plusSeconds(60)));
        Map<String, String> wrong = Map.of(
                "bearer", "machine-8",
                "content", "b2".repeat(32),
                "expires", "99999999999999",
                "signature", "AAAA");
        wrong.forEach((name, value) -> {
            Map<String, String> changed = new HashMap<>(genuine);
            changed.put(name, value);
            assertThat(TicketSignature.check(site.getPublic(), changed, NOW))
                    .as(name)
                    .isEmpty();
            changed.remove(name);
            assertThat(TicketSignature.check(site.getPublic(), changed, NOW))
                    .as("without " + name)
                    .isEmpty();
        });
    }

    @Test
    void expiredTicketIsRefused() {
        Map<String, String> query = query(new Ticket("point-DP00001", CONTENT, NOW));
        assertThat(TicketSignature.check(site.getPublic(), query, NOW)).isEmpty();
    }

    @Test
    void joinCodeIsReadAsItWasWritten() {
        JoinCode code = new JoinCode("https://site.example:8443", "0f".repeat(32), "aaaabbbbccccdddd-_");
        assertThat(JoinCode.of(" " + code.text() + "\n")).isEqualTo(code);
        assertThatThrownBy(() -> JoinCode.of(code.text().substring(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JoinCode.of(new JoinCode("http://site:80", code.pin(), code.secret()).text()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

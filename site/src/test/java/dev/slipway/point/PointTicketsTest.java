package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.protocol.TicketSignature;
import dev.slipway.protocol.TicketSignature.Ticket;
import dev.slipway.site.library.ContentTickets;
import dev.slipway.site.machine.TestMachine;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An address that a machine got for one content opens that content for a while, at the site and at a point, and nothing else. */
@Tag("DIST-12")
class PointTicketsTest {
    @TempDir
    static Path root;

    private static PointLab lab;
    private static Running point;
    private static ContentId content;
    private static ContentId other;
    private static String machine = "";

    @BeforeAll
    static void start() throws Exception {
        lab = new PointLab(root);
        content = lab.site.addPackage("SLPK0001", "OS_IMAGE", Running.text(1, 300_000));
        other = lab.site.addPackage("SLPK0002", "OS_IMAGE", Running.text(2, 300_000));
        TestMachine seven = new TestMachine(lab.site, "4c4c4544-0000-4000-8000-000000000177", "52:54:00:00:01:77");
        seven.register();
        lab.site.api("POST", "/devices/" + seven.id() + "/approve", "");
        machine = ContentTickets.machine(seven.id());
        point = lab.join("asked");
        lab.distributed("SLPK0001", point.id());
        lab.distributed("SLPK0002", point.id());
    }

    @AfterAll
    static void stop() throws Exception {
        point.close();
        lab.close();
    }

    private static String ticket(String bearer, ContentId opened, Duration lifetime) {
        return lab.site
                .bean(ContentTickets.class)
                .issue(bearer, opened, lifetime)
                .query();
    }

    private static HttpResponse<byte[]> ask(int port, ContentId wanted, String query) throws Exception {
        return Running.get("http://localhost:" + port + "/content/extents/" + wanted.hex() + ".extents?" + query);
    }

    private static Map<String, Integer> places() {
        Map<String, Integer> places = new LinkedHashMap<>();
        places.put("the site", lab.site.httpPort());
        places.put("the point", point.point.httpPort());
        return places;
    }

    private static String foreignSite() throws Exception {
        return TicketSignature.query(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate(),
                new Ticket(machine, content.hex(), Instant.now().plusSeconds(60)));
    }

    @Test
    void genuineTicketOpensItsContentAtBoth() throws Exception {
        for (Map.Entry<String, Integer> place : places().entrySet()) {
            assertThat(ask(place.getValue(), content, ticket(machine, content, Duration.ofMinutes(1)))
                            .statusCode())
                    .as(place.getKey())
                    .isEqualTo(200);
        }
    }

    @Test
    void expiredForeignAndTamperedTicketsAreRefusedByBoth() throws Exception {
        String good = ticket(machine, content, Duration.ofMinutes(1));
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("none", "");
        wrong.put("expired", ticket(machine, content, Duration.ofSeconds(-1)));
        wrong.put("of another machine", good.replace("bearer=" + machine, "bearer=machine-780"));
        wrong.put("of a point", good.replace("bearer=" + machine, "bearer=point-" + point.id()));
        wrong.put("for longer", good.replaceAll("expires=\\d+", "expires=99999999999999"));
        wrong.put(
                "for another content",
                ticket(machine, other, Duration.ofMinutes(1)).replace(other.hex(), content.hex()));
        wrong.put("another signature", good.replaceAll("signature=..", "signature=AA"));
        wrong.put("no signature", good.replaceAll("&signature=.*", ""));
        wrong.put("signature cut off", good.substring(0, good.length() - 10));
        wrong.put("of another site", foreignSite());
        for (Map.Entry<String, Integer> place : places().entrySet()) {
            for (Map.Entry<String, String> one : wrong.entrySet()) {
                HttpResponse<byte[]> answer = ask(place.getValue(), content, one.getValue());
                assertThat(answer.statusCode())
                        .as(one.getKey() + " at " + place.getKey())
                        .isEqualTo(403);
                assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                        .as(one.getKey() + " at " + place.getKey())
                        .contains("ticket-invalid");
            }
            assertThat(ask(place.getValue(), other, good).statusCode())
                    .as("other content at " + place.getKey())
                    .isIn(403, 404);
        }
    }

    @Test
    void ticketThatWasGoodIsRefusedAsSoonAsItHasExpired() throws Exception {
        String brief = ticket(machine, content, Duration.ofSeconds(2));
        for (int port : places().values()) {
            assertThat(ask(port, content, brief).statusCode()).isEqualTo(200);
        }
        Thread.sleep(2100);
        for (int port : places().values()) {
            assertThat(ask(port, content, brief).statusCode()).isEqualTo(403);
        }
    }
}

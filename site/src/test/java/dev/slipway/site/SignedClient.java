package dev.slipway.site;

import dev.slipway.protocol.Json;
import dev.slipway.protocol.PinnedTrust;
import dev.slipway.protocol.Problem;
import dev.slipway.protocol.RequestSignature;
import dev.slipway.site.listener.SiteCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Signs requests to a site with a key of its own, as machines and distribution points do. */
public final class SignedClient {
    private static final AtomicLong TIME = new AtomicLong();
    private final TestSite site;
    private final String base;
    private final HttpClient client;
    private final KeyPair key;

    /** @param base path below which the requests go */
    public SignedClient(TestSite site, String base) {
        this.site = site;
        this.base = base;
        this.client = HttpClient.newBuilder()
                .sslContext(PinnedTrust.context(site.bean(SiteCertificate.class).pin()))
                .build();
        try {
            this.key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public record Answer(int status, byte[] body) {
        public String code() {
            return status < 400 ? "" : Json.decode(body, Problem.class).code();
        }

        public <T> T as(Class<T> type) {
            if (status != 200) {
                throw new AssertionError(status + " " + new String(body, StandardCharsets.UTF_8));
            }
            return Json.decode(body, type);
        }
    }

    public KeyPair key() {
        return key;
    }

    public String publicKey() {
        return Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
    }

    /** @param bearer that is signed with the rest; empty for none */
    public String proof(String method, String path, byte[] body, String bearer) {
        // Two requests in one millisecond must not have the same proof.
        Instant time = Instant.ofEpochMilli(TIME.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis())));
        return RequestSignature.sign(key.getPrivate(), method, base + path, time, body, bearer);
    }

    /** @param headers those with an empty value are left out */
    public Answer send(String method, String path, byte[] body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + site.tlsPort() + base + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.header(name, value);
            }
        });
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.body());
    }
}

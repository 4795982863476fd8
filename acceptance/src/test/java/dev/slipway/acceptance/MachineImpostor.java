package dev.slipway.acceptance;

import dev.slipway.protocol.RequestSignature;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Talks to the site as a machine does, with a key of its own, but nobody approved it. Its token is made up. */
final class MachineImpostor {
    private static final String MADE_UP = "bWFkZS11cA";

    private final URI site;
    private final HttpClient client;
    private final KeyPair key;

    MachineImpostor(URI site) throws Exception {
        this.site = site;
        this.key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new TrustAnything()}, new SecureRandom());
        this.client = HttpClient.newBuilder().sslContext(tls).build();
    }

    String publicKey() {
        return Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
    }

    HttpResponse<byte[]> ask(String method, String path, byte[] body) throws Exception {
        boolean introduction = path.endsWith("/register") || path.endsWith("/token");
        String token = introduction ? RequestSignature.NO_TOKEN : MADE_UP;
        HttpRequest.Builder request = HttpRequest.newBuilder(site.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header(
                        RequestSignature.HEADER,
                        RequestSignature.sign(key.getPrivate(), method, path, Instant.now(), body, token))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (!introduction) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** An attacker does not care whom it talks to. */
    private static final class TrustAnything extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

package dev.slipway.acceptance;

import dev.slipway.content.ContentId;
import dev.slipway.content.ContentSource;
import dev.slipway.content.Manifest;
import dev.slipway.content.RemoteContent;
import dev.slipway.content.RetryPolicy;
import dev.slipway.content.WebFolder;
import dev.slipway.protocol.ContentTicket;
import dev.slipway.protocol.Firmware;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.MachineIdentity;
import dev.slipway.protocol.PinnedTrust;
import dev.slipway.protocol.Registration;
import dev.slipway.protocol.RegistrationResult;
import dev.slipway.protocol.RequestSignature;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.protocol.StartRun;
import dev.slipway.protocol.Token;
import dev.slipway.protocol.TokenRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A machine that starts a run as the agent does, and then only reads its content from the places that the site names. */
final class ReadingMachine {
    private static final RetryPolicy PATIENCE =
            new RetryPolicy(Duration.ofSeconds(60), Duration.ofMillis(100), Duration.ofSeconds(1));

    private final URI site;
    private final HttpClient client;
    private final KeyPair key;
    private final UUID uuid;
    private final String mac;
    private final AtomicLong time = new AtomicLong();
    private String token = "";
    private String run = "";

    ReadingMachine(URI site, String pin, UUID uuid, String mac) throws Exception {
        this.site = site;
        this.uuid = uuid;
        this.mac = mac;
        this.key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        this.client =
                HttpClient.newBuilder().sslContext(PinnedTrust.context(pin)).build();
    }

    /** Registers and starts the deployment. */
    void start(String deployment) throws Exception {
        MachineIdentity identity = new MachineIdentity(
                uuid.toString(), List.of(mac), "reader", "", "Lab", "Reader", Firmware.UEFI, "x64", 1L << 30);
        String publicKey = Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
        Registration registration = new Registration(publicKey, identity, "0.1.0", Registration.Environment.FULL_OS);
        RegistrationResult known =
                Json.decode(ask("POST", "/register", Json.encode(registration)), RegistrationResult.class);
        token = Json.decode(ask("POST", "/token", Json.encode(new TokenRequest(known.machineId()))), Token.class)
                .value();
        run = Json.decode(ask("POST", "/runs", Json.encode(new StartRun(deployment))), RunPolicy.class)
                .runId();
    }

    ContentTicket ticket(ContentId content) throws Exception {
        return Json.decode(
                ask("POST", "/runs/" + run + "/content/" + content + "/ticket", new byte[0]), ContentTicket.class);
    }

    /** The content at the places of a ticket, in their order. */
    RemoteContent open(ContentId content, ContentTicket ticket) throws Exception {
        byte[] manifest = ask("GET", "/runs/" + run + "/content/" + content + "/manifest", new byte[0]);
        return open(Manifest.decode(manifest), ticket);
    }

    static RemoteContent open(Manifest manifest, ContentTicket ticket) {
        HttpClient places = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        List<ContentSource> sources = ticket.places().stream()
                .<ContentSource>map(place -> new WebFolder(place.name(), place.url(), places, ticket::query))
                .toList();
        return new RemoteContent(manifest, () -> sources, PATIENCE);
    }

    private byte[] ask(String method, String path, byte[] body) throws Exception {
        String address = "/machine/v1" + path;
        String bearer = path.equals("/register") || path.equals("/token") ? RequestSignature.NO_TOKEN : token;
        Instant now = Instant.ofEpochMilli(time.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis())));
        HttpRequest.Builder request = HttpRequest.newBuilder(site.resolve(address))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header(
                        RequestSignature.HEADER,
                        RequestSignature.sign(key.getPrivate(), method, address, now, body, bearer))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " was answered with " + answer.statusCode() + ": "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body();
    }
}

package dev.slipway.site.machine;

import dev.slipway.protocol.Assignments;
import dev.slipway.protocol.ContentTicket;
import dev.slipway.protocol.EventsAccepted;
import dev.slipway.protocol.Firmware;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.MachineIdentity;
import dev.slipway.protocol.Registration;
import dev.slipway.protocol.Registration.Environment;
import dev.slipway.protocol.RegistrationResult;
import dev.slipway.protocol.RequestSignature;
import dev.slipway.protocol.RunEvent;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.protocol.SavedState;
import dev.slipway.protocol.StartRun;
import dev.slipway.protocol.Token;
import dev.slipway.protocol.TokenRequest;
import dev.slipway.site.SignedClient;
import dev.slipway.site.SignedClient.Answer;
import dev.slipway.site.TestSite;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** A machine that speaks the protocol and nothing more. */
public final class TestMachine {
    private final SignedClient client;
    final KeyPair key;
    private final MachineIdentity identity;
    Environment environment = Environment.BOOT;
    long id;
    String token = "";
    private String run = "";

    public TestMachine(TestSite site, String uuid, String... macs) {
        this(site, new MachineIdentity(uuid, List.of(macs), "", "", "QEMU", "Virtual", Firmware.UEFI, "x64", 2L << 30));
    }

    public TestMachine(TestSite site, MachineIdentity identity) {
        this.identity = identity;
        client = new SignedClient(site, MachineGate.BASE);
        key = client.key();
    }

    public long id() {
        return id;
    }

    public String publicKey() {
        return client.publicKey();
    }

    public Answer tryRegister() throws IOException, InterruptedException {
        return signed(
                "POST", "/register", Json.encode(new Registration(publicKey(), identity, "test", environment)), "");
    }

    public RegistrationResult register() throws IOException, InterruptedException {
        RegistrationResult result = tryRegister().as(RegistrationResult.class);
        id = result.machineId();
        return result;
    }

    /** Registers in an environment and takes a token. */
    public TestMachine arrive(Environment where) throws IOException, InterruptedException {
        environment = where;
        register();
        takeToken();
        return this;
    }

    public Answer tryToken() throws IOException, InterruptedException {
        return signed("POST", "/token", Json.encode(new TokenRequest(id)), "");
    }

    void takeToken() throws IOException, InterruptedException {
        token = tryToken().as(Token.class).value();
    }

    public Assignments assignments() throws IOException, InterruptedException {
        return signed("GET", "/assignments", new byte[0]).as(Assignments.class);
    }

    public Answer tryStart(String deployment) throws IOException, InterruptedException {
        return signed("POST", "/runs", Json.encode(new StartRun(deployment)));
    }

    public RunPolicy start(String deployment) throws IOException, InterruptedException {
        RunPolicy policy = tryStart(deployment).as(RunPolicy.class);
        run = policy.runId();
        return policy;
    }

    /** A ticket for a content of the run that was started last. */
    public ContentTicket ticket(String content) throws IOException, InterruptedException {
        return tryTicket(content).as(ContentTicket.class);
    }

    public Answer tryTicket(String content) throws IOException, InterruptedException {
        return signed("POST", "/runs/" + run + "/content/" + content + "/ticket", new byte[0]);
    }

    public Answer tryReport(String run, List<RunEvent> events) throws IOException, InterruptedException {
        byte[] body =
                Json.mapper().writerFor(new TypeReference<List<RunEvent>>() {}).writeValueAsBytes(events);
        return signed("POST", "/runs/" + run + "/events", body);
    }

    /** Reports events numbered from a number on. */
    public EventsAccepted report(String run, long first, RunEvent.Body... bodies)
            throws IOException, InterruptedException {
        Instant now = Instant.now();
        List<RunEvent> events = new java.util.ArrayList<>();
        for (int i = 0; i < bodies.length; i++) {
            events.add(new RunEvent(first + i, now.minusMillis(bodies.length - i), bodies[i]));
        }
        return tryReport(run, events).as(EventsAccepted.class);
    }

    public Answer trySave(String run, long number, String snapshot) throws IOException, InterruptedException {
        return signed("PUT", "/runs/" + run + "/state", Json.encode(new SavedState(number, snapshot)));
    }

    public Answer tryLoad(String run) throws IOException, InterruptedException {
        return signed("GET", "/runs/" + run + "/state", new byte[0]);
    }

    public Answer tryPolicy(String run) throws IOException, InterruptedException {
        return signed("GET", "/runs/" + run, new byte[0]);
    }

    Answer signed(String method, String path, byte[] body) throws IOException, InterruptedException {
        return signed(method, path, body, token);
    }

    Answer signed(String method, String path, byte[] body, String bearer) throws IOException, InterruptedException {
        return send(method, path, body, bearer, client.proof(method, path, body, bearer));
    }

    Answer send(String method, String path, byte[] body, String bearer, String proof)
            throws IOException, InterruptedException {
        return client.send(
                method,
                path,
                body,
                Map.of("Authorization", bearer.isEmpty() ? "" : "Bearer " + bearer, RequestSignature.HEADER, proof));
    }
}

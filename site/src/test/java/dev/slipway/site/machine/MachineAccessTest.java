package dev.slipway.site.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.Registration.Environment;
import dev.slipway.protocol.RegistrationResult;
import dev.slipway.protocol.RegistrationResult.State;
import dev.slipway.protocol.RequestSignature;
import dev.slipway.protocol.SavedState;
import dev.slipway.site.TestSite;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who gets through the machines' door, and who does not. */
class MachineAccessTest {
    private static final String SEQUENCE = """
            <sequence version="3.10">
              <step type="SMS_TaskSequence_RunCommandLineAction" name="Only"><action>true</action></step>
            </sequence>""";

    @TempDir
    static Path folder;

    static TestSite site;
    static String deployment;
    static ContentId otherImage;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(folder);
        site.addPackage("SLP00001", "BOOT_IMAGE", "boot");
        site.addPackage("SLP00002", "OS_IMAGE", "image");
        otherImage = site.addPackage("SLP00003", "OS_IMAGE", "another image");
        site.addSequence("SLP00004", "Install", SEQUENCE, "SLP00002");
        deployment = site.deploy("SLP00004", "SMS000US", "AVAILABLE", "MEDIA_PXE");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static int machines;

    private static TestMachine machine() {
        machines++;
        return new TestMachine(
                site, "4c4c4544-0000-4000-8000-%012x".formatted(machines), "52:54:00:00:00:%02x".formatted(machines));
    }

    private static TestMachine approved() throws Exception {
        TestMachine machine = machine();
        machine.register();
        assertThat(site.api("POST", "/devices/" + machine.id + "/approve", "").status())
                .isEqualTo(200);
        return machine.arrive(Environment.BOOT);
    }

    /** Every route of the protocol but the two that answer strangers, with its variables filled. */
    private static Map<String, String> routes(String run, String content) {
        Map<String, String> routes = new TreeMap<>();
        site.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(info -> {
                    for (String pattern : info.getPatternValues()) {
                        for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                            String path = pattern.replace("{run}", run).replace("{contentId}", content);
                            if (pattern.startsWith(MachineGate.BASE + "/")
                                    && !pattern.endsWith("/register")
                                    && !pattern.endsWith("/token")) {
                                routes.put(method + " " + path.substring(MachineGate.BASE.length()), method.name());
                            }
                        }
                    }
                });
        assertThat(routes).hasSizeGreaterThanOrEqualTo(9);
        return routes;
    }

    private static void assertEveryRouteRefuses(TestMachine machine, String run, String content, int... statuses)
            throws Exception {
        for (Map.Entry<String, String> route : routes(run, content).entrySet()) {
            String path = route.getKey().substring(route.getValue().length() + 1);
            byte[] body = route.getValue().equals("GET")
                    ? new byte[0]
                    : "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            assertThat(machine.signed(route.getValue(), path, body).status())
                    .as(route.getKey())
                    .isIn(java.util.Arrays.stream(statuses).boxed().toList());
        }
    }

    @Test
    void anUnapprovedMachineGetsNothingOnAnyRoute() throws Exception {
        TestMachine other = approved();
        String run = other.start(deployment).runId();
        TestMachine machine = machine();
        RegistrationResult result = machine.register();
        assertThat(result.state()).isEqualTo(State.PENDING);
        assertThat(machine.tryToken().status()).isEqualTo(403);
        assertThat(machine.tryToken().code()).isEqualTo("machine-not-approved");
        assertEveryRouteRefuses(machine, run, "0".repeat(64), 401);
        machine.token = "guessed";
        assertEveryRouteRefuses(machine, run, "0".repeat(64), 401);
    }

    @Test
    void approvalLetsTheMachineIn() throws Exception {
        assertThat(approved().assignments().offers())
                .extracting(offer -> offer.deploymentId())
                .contains(deployment);
    }

    @Test
    void denialEndsTokensAtOnce() throws Exception {
        TestMachine machine = approved();
        site.api("POST", "/devices/" + machine.id + "/deny", "");
        assertThat(machine.signed("GET", "/assignments", new byte[0]).status()).isEqualTo(401);
        assertThat(machine.tryToken().code()).isEqualTo("machine-not-approved");
        assertThat(machine.register().state()).isEqualTo(State.DENIED);
    }

    @Test
    void aStolenTokenIsWorthNothingWithoutTheKey() throws Exception {
        TestMachine machine = approved();
        TestMachine thief = machine();
        thief.token = machine.token;
        assertThat(thief.signed("GET", "/assignments", new byte[0]).code()).isEqualTo("proof-invalid");
        assertThat(thief.send("GET", "/assignments", new byte[0], machine.token, "")
                        .code())
                .isEqualTo("proof-invalid");
    }

    @Test
    void aRecordedRequestCannotBeRepeated() throws Exception {
        TestMachine machine = approved();
        String proof = RequestSignature.sign(
                machine.key.getPrivate(),
                "GET",
                MachineGate.BASE + "/assignments",
                Instant.now(),
                new byte[0],
                machine.token);
        assertThat(machine.send("GET", "/assignments", new byte[0], machine.token, proof)
                        .status())
                .isEqualTo(200);
        assertThat(machine.send("GET", "/assignments", new byte[0], machine.token, proof)
                        .code())
                .isEqualTo("proof-used");
    }

    @Test
    void anOldProofIsRefused() throws Exception {
        TestMachine machine = approved();
        String proof = RequestSignature.sign(
                machine.key.getPrivate(),
                "GET",
                MachineGate.BASE + "/assignments",
                Instant.now().minus(RequestSignature.TOLERANCE).minusSeconds(1),
                new byte[0],
                machine.token);
        assertThat(machine.send("GET", "/assignments", new byte[0], machine.token, proof)
                        .code())
                .isEqualTo("proof-invalid");
    }

    @Test
    void aChangedBodyIsRefused() throws Exception {
        TestMachine machine = approved();
        String proof = RequestSignature.sign(
                machine.key.getPrivate(),
                "POST",
                MachineGate.BASE + "/runs",
                Instant.now(),
                "{\"deploymentId\":\"A\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                machine.token);
        byte[] changed =
                ("{\"deploymentId\":\"" + deployment + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(machine.send("POST", "/runs", changed, machine.token, proof).code())
                .isEqualTo("proof-invalid");
    }

    @Test
    void nobodyRegistersWithAKeyThatHeDoesNotHold() throws Exception {
        TestMachine machine = machine();
        TestMachine liar = machine();
        byte[] body = Json.encode(new dev.slipway.protocol.Registration(
                machine.publicKey(),
                new dev.slipway.protocol.MachineIdentity(
                        "", List.of(), "", "", "", "", dev.slipway.protocol.Firmware.BIOS, "x64", 0),
                "test",
                Environment.BOOT));
        assertThat(liar.signed("POST", "/register", body, "").code()).isEqualTo("proof-invalid");
    }

    @Test
    void anotherMachinesRunIsNotThere() throws Exception {
        TestMachine owner = approved();
        TestMachine other = approved();
        String run = owner.start(deployment).runId();
        String content = owner.signed("GET", "/runs/" + run, new byte[0])
                .as(dev.slipway.protocol.RunPolicy.class)
                .contents()
                .getFirst()
                .contentId();
        for (Map.Entry<String, String> route : routes(run, content).entrySet()) {
            String path = route.getKey().substring(route.getValue().length() + 1);
            if (path.startsWith("/runs/")) {
                byte[] body = path.endsWith("/events")
                        ? "[]".getBytes(java.nio.charset.StandardCharsets.UTF_8)
                        : route.getValue().equals("PUT") ? Json.encode(new SavedState(1, "x")) : new byte[0];
                assertThat(other.signed(route.getValue(), path, body).code())
                        .as(route.getKey())
                        .isEqualTo("run-not-found");
            }
        }
    }

    @Test
    void onlyContentOfItsOwnRunIsWithinReach() throws Exception {
        TestMachine machine = approved();
        var policy = machine.start(deployment);
        String mine = policy.contents().getFirst().contentId();
        String others = otherImage.hex();
        assertThat(mine).isNotEqualTo(others);
        String base = "/runs/" + policy.runId() + "/content/";
        assertThat(machine.signed("GET", base + mine + "/manifest", new byte[0]).status())
                .isEqualTo(200);
        assertThat(machine.signed("GET", base + mine + "/extents", new byte[0]).status())
                .isEqualTo(200);
        assertThat(machine.signed("GET", base + others + "/manifest", new byte[0])
                        .status())
                .isEqualTo(404);
        assertThat(machine.signed("POST", base + others + "/ticket", new byte[0])
                        .status())
                .isEqualTo(404);
    }

    @Test
    void bodiesHaveALimit() throws Exception {
        TestMachine machine = approved();
        String run = machine.start(deployment).runId();
        assertThat(machine.signed("PUT", "/runs/" + run + "/state", new byte[(4 << 20) + 1])
                        .code())
                .isEqualTo("request-too-large");
        assertThat(machine.signed("POST", "/runs/" + run + "/events", new byte[(1 << 20) + 1])
                        .code())
                .isEqualTo("request-too-large");
        assertThat(machine.signed("POST", "/runs", new byte[(64 << 10) + 1]).code())
                .isEqualTo("request-too-large");
    }

    @Test
    void aRecordWithAHoleIsRefused() throws Exception {
        TestMachine machine = approved();
        byte[] body = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(machine.signed("POST", "/runs", body).code()).isEqualTo("request-invalid");
        assertThat(machine.signed("POST", "/register", body, "").code()).isEqualTo("request-invalid");
    }

    @Test
    @Tag("PXE-2")
    void aChangedKeyWaitsForApprovalWhileTheOldOneGoesOn() throws Exception {
        TestMachine machine = approved();
        TestMachine newKey = new TestMachine(
                site,
                site.get("/devices/" + machine.id).json().get("smbiosUuid").asString(),
                "52:54:00:aa:00:01");
        assertThat(newKey.register().state()).isEqualTo(State.PENDING);
        assertThat(newKey.id).isEqualTo(machine.id);
        assertThat(newKey.tryToken().code()).isNotEmpty();
        var device = site.get("/devices/" + machine.id).json();
        assertThat(device.get("state").asString()).isEqualTo("PENDING");
        assertThat(device.get("stateReason").asString()).isEqualTo("its key changed");
        assertThat(machine.signed("GET", "/assignments", new byte[0]).status()).isEqualTo(200);

        site.api("POST", "/devices/" + machine.id + "/approve", "");
        assertThat(newKey.register().state()).isEqualTo(State.APPROVED);
        assertThat(machine.signed("GET", "/assignments", new byte[0]).status()).isEqualTo(401);
        assertThat(machine.tryToken().code()).isEqualTo("proof-invalid");
    }

    @Test
    void approvalOfOneKeyDoesNotApproveAnother() throws Exception {
        TestMachine machine = machine();
        machine.register();
        var answer = site.api("POST", "/devices/" + machine.id + "/approve?key=" + "0".repeat(64), "");
        assertThat(answer.code()).isEqualTo("device-key-changed");
        assertThat(machine.register().state()).isEqualTo(State.PENDING);
    }
}

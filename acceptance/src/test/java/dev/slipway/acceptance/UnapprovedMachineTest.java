package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.Firmware;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.MachineIdentity;
import dev.slipway.protocol.Registration;
import dev.slipway.protocol.RegistrationResult;
import dev.slipway.protocol.StartRun;
import dev.slipway.protocol.TokenRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AcceptanceLab.Extension.class)
class UnapprovedMachineTest {
    private static final String SECRET = "correct-horse-battery-staple";

    @Test
    @Tag("PXE-4")
    void anUnapprovedMachineGetsNothing(AcceptanceLab lab) throws Exception {
        SiteApi api = lab.site().api();
        String image = lab.image(lab.linuxWim());
        String content = api.get("/images/" + image).path("contentId").asString();
        String sequence = lab.site().addSequence("Deploy to anybody", SampleSequences.linux(image));
        String deployment = lab.site().deploy(sequence, LabSite.ALL_UNKNOWN_COMPUTERS);
        api.put(
                "/collections/" + LabSite.ALL_UNKNOWN_COMPUTERS + "/variables/JoinPassword",
                Map.of("value", SECRET, "secret", true));
        api.patch("/site", Map.of("approval", "MANUAL"));
        try (VirtualMachine machine = lab.machine(VirtualMachine.Firmware.BIOS)) {
            machine.start();
            machine.await(Pattern.compile("Waiting for approval"), 0, AcceptanceLab.RUN_LIMIT);
            assertThat(machine.console()).doesNotContain(SECRET, deployment, "Deploy to anybody");
            assertThat(lab.site().run(deployment)).as("no run began").isEmpty();

            MachineImpostor impostor = new MachineImpostor(lab.process().machineAddressInLab());
            assertRefused(impostor, content, deployment);
        } finally {
            api.patch("/site", Map.of("approval", "AUTOMATIC"));
            api.delete("/deployments/" + deployment);
        }
    }

    /** Asks for everything that an approved machine may ask for. */
    private static void assertRefused(MachineImpostor impostor, String content, String deployment) throws Exception {
        MachineIdentity identity = new MachineIdentity(
                UUID.randomUUID().toString(),
                List.of("52:54:00:99:99:99"),
                "impostor",
                "",
                "Nobody",
                "None",
                Firmware.BIOS,
                "x64",
                1L << 30);
        HttpResponse<byte[]> registered = impostor.ask(
                "POST",
                "/machine/v1/register",
                Json.encode(new Registration(impostor.publicKey(), identity, "0.1.0", Registration.Environment.BOOT)));
        assertThat(registered.statusCode()).isEqualTo(200);
        RegistrationResult result = Json.decode(registered.body(), RegistrationResult.class);
        assertThat(result.state()).isEqualTo(RegistrationResult.State.PENDING);

        HttpResponse<byte[]> token =
                impostor.ask("POST", "/machine/v1/token", Json.encode(new TokenRequest(result.machineId())));
        assertThat(token.statusCode()).isEqualTo(403);
        assertThat(text(token)).contains("machine-not-approved");

        String run = "/machine/v1/runs/" + UUID.randomUUID();
        byte[] nothing = new byte[0];
        for (HttpResponse<byte[]> answer : List.of(
                impostor.ask("GET", "/machine/v1/assignments", nothing),
                impostor.ask("POST", "/machine/v1/runs", Json.encode(new StartRun(deployment))),
                impostor.ask("GET", run, nothing),
                impostor.ask("GET", run + "/state", nothing),
                impostor.ask("PUT", run + "/state", "{}".getBytes(StandardCharsets.UTF_8)),
                impostor.ask("POST", run + "/events", "[]".getBytes(StandardCharsets.UTF_8)),
                impostor.ask("GET", run + "/content/" + content + "/manifest", nothing),
                impostor.ask("GET", run + "/content/" + content + "/extents", nothing),
                impostor.ask("POST", run + "/content/" + content + "/ticket", nothing))) {
            assertThat(answer.statusCode()).as(answer.request().uri().getPath()).isIn(401, 403);
            assertThat(text(answer)).doesNotContain(SECRET, "<sequence");
        }
    }

    @Test
    @Tag("PXE-4")
    void whatStartsMachinesHoldsNoSecretAndContentNeedsATicket(AcceptanceLab lab) throws Exception {
        String image = lab.image(lab.linuxWim());
        String content =
                lab.site().api().get("/images/" + image).path("contentId").asString();
        HttpResponse<byte[]> script = get(
                lab.process().addressInLab(),
                "/boot/boot.ipxe?uuid=" + UUID.randomUUID() + "&mac=52-54-00-aa-bb-cc&firmware=pcbios&arch=x86_64");
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(text(script)).startsWith("#!ipxe").doesNotContain(SECRET, "password", "Bearer", "ticket");
        for (String path :
                List.of("/content/packs/" + content + ".pack", "/content/packs/" + content + ".pack?ticket=forged")) {
            assertThat(get(lab.process().addressInLab(), path).statusCode())
                    .as(path)
                    .isGreaterThanOrEqualTo(400);
        }
        for (String path : List.of("/api/v1/task-sequences", "/api/v1/images", "/api/v1/runs")) {
            assertThat(get(lab.process().addressInLab(), path).statusCode())
                    .as(path)
                    .isGreaterThanOrEqualTo(300);
        }
    }

    private static HttpResponse<byte[]> get(URI site, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(site.resolve(path))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}

package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(AcceptanceLab.Extension.class)
class PointDiesTest {
    private static final String NAME = "Depot";

    @Test
    @Tag("DIST-11")
    @Tag("CON-2")
    void aMachineTakesContentFromThePointOfItsBoundaryGroupAndGoesOnElsewhereWhenThatPointDies(AcceptanceLab lab)
            throws Exception {
        SiteApi api = lab.site().api();
        String image = lab.image(lab.linuxWim());
        SiteProcess.Settings site = lab.process().settings();
        String address = site.network().address();
        try (PointProcess point = new PointProcess(new PointProcess.Settings(
                        site.jar(),
                        lab.folder().resolve("depot"),
                        NAME,
                        lab.process().machineAddressInLab(),
                        address,
                        AcceptanceLab.freePort(),
                        AcceptanceLab.freePort(),
                        List.of(),
                        List.of()));
                VirtualMachine machine = lab.machine(VirtualMachine.Firmware.BIOS)) {
            point.start(
                    api.post("/join-codes", Map.of("minutes", 10)).path("code").asString());
            String pointId = awaitPoint(api);
            api.post("/content/" + image + "/distribute", Map.of("points", List.of(pointId)));
            awaitInstalled(api, image, pointId);
            String group = api.post(
                            "/boundary-groups",
                            Map.of(
                                    "name",
                                    "The lab",
                                    "boundaries",
                                    List.of(address.replaceFirst("\\.1$", ".0/24")),
                                    "points",
                                    List.of(pointId)))
                    .path("id")
                    .asString();

            String deployment = lab.deployTo(machine, SampleSequences.linux(image));
            machine.start();
            lab.site().awaitRun(deployment, AcceptanceLab.RUN_LIMIT, "the middle of apply", run -> {
                JsonNode current = run.path("currentStep");
                return current.path("name").asString("").equals("Apply Operating System")
                        && current.path("percent").asInt() >= 20;
            });
            point.kill();
            JsonNode run = lab.site().awaitEnd(deployment, AcceptanceLab.RUN_LIMIT);

            assertThat(run.path("state").asString())
                    .as(() -> lab.explain(run, machine))
                    .isEqualTo("SUCCEEDED");
            assertThat(lab.site().log(run))
                    .as("where the content came from")
                    .anyMatch(line -> line.matches("Fetched [0-9]+ bytes from " + NAME))
                    .anyMatch(line -> line.matches("Fetched [0-9]+ bytes from Site server"));
            api.delete("/boundary-groups/" + group);
            api.delete("/distribution-points/" + pointId);
        }
    }

    private static String awaitPoint(SiteApi api) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
        while (Instant.now().isBefore(deadline)) {
            for (JsonNode point : api.get("/distribution-points").path("items")) {
                if (point.path("name").asString().equals(NAME)) {
                    return point.path("id").asString();
                }
            }
            Thread.sleep(Duration.ofMillis(500));
        }
        throw new AssertionError("the point did not join");
    }

    private static void awaitInstalled(SiteApi api, String image, String pointId) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(5));
        JsonNode status = api.get("/content/" + image);
        while (Instant.now().isBefore(deadline)) {
            for (JsonNode place : status.path("points")) {
                if (place.path("pointId").asString().equals(pointId)
                        && place.path("state").asString().equals("INSTALLED")) {
                    return;
                }
            }
            Thread.sleep(Duration.ofMillis(500));
            status = api.get("/content/" + image);
        }
        throw new AssertionError("the image did not arrive at the point: " + status);
    }
}

package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
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
    private static final String LOOK = """
            <sequence version="3.10">
              <step type="SMS_TaskSequence_RunCommandLineAction" name="Look"><action>true</action></step>
            </sequence>
            """;
    private static int points;

    @Test
    @Tag("BOOT-3")
    @Tag("BOOT-6")
    @Tag("DIST-11")
    @Tag("CON-2")
    void aMachineStartsAndTakesContentFromThePointOfItsBoundaryGroupAndGoesOnElsewhereWhenThatPointDies(
            AcceptanceLab lab) throws Exception {
        SiteApi api = lab.site().api();
        String image = lab.image(lab.linuxWim());
        String bootImage = defaultBootImage(api);
        try (PointProcess point = point(lab);
                VirtualMachine machine = lab.machine(VirtualMachine.Firmware.BIOS)) {
            String pointId = join(point, api);
            distribute(api, image, pointId);
            distribute(api, bootImage, pointId);
            String group = boundaryGroup(lab, pointId);

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
            assertThat(Files.readString(point.log()))
                    .as("where it started from")
                    .contains("vmlinuz of boot image content", "initrd.img of boot image content");
            assertThat(lab.site().log(run))
                    .as("where the content came from")
                    .anyMatch(line -> line.matches("Fetched [0-9]+ bytes from " + NAME))
                    .anyMatch(line -> line.matches("Fetched [0-9]+ bytes from Site server"));
            api.delete("/boundary-groups/" + group);
            api.delete("/distribution-points/" + pointId);
        }
    }

    @Test
    @Tag("BOOT-3")
    void aMachineStartsFromTheSiteWhenItsPointHangs(AcceptanceLab lab) throws Exception {
        SiteApi api = lab.site().api();
        String bootImage = defaultBootImage(api);
        try (PointProcess point = point(lab);
                VirtualMachine machine = lab.machine(VirtualMachine.Firmware.UEFI)) {
            String pointId = join(point, api);
            distribute(api, bootImage, pointId);
            String group = boundaryGroup(lab, pointId);
            // Longer than the machine needs to ask: the site has not missed the point yet.
            api.patch("/distribution-settings", Map.of("pollSeconds", 300));
            point.freeze();

            String deployment = lab.deployTo(machine, LOOK);
            machine.start();
            JsonNode run = lab.site().awaitEnd(deployment, AcceptanceLab.RUN_LIMIT);
            point.kill();
            api.patch("/distribution-settings", Map.of("pollSeconds", 5));

            assertThat(run.path("state").asString())
                    .as(() -> lab.explain(run, machine))
                    .isEqualTo("SUCCEEDED");
            assertThat(machine.console())
                    .as("it asked the point first")
                    .contains(point.settings().httpPort() + "/boot/");
            api.delete("/boundary-groups/" + group);
            api.delete("/distribution-points/" + pointId);
        }
    }

    private static PointProcess point(AcceptanceLab lab) throws Exception {
        SiteProcess.Settings site = lab.process().settings();
        return new PointProcess(new PointProcess.Settings(
                site.jar(),
                lab.folder().resolve("depot" + ++points),
                NAME,
                lab.process().machineAddressInLab(),
                site.network().address(),
                AcceptanceLab.freePort(),
                AcceptanceLab.freePort(),
                List.of(),
                List.of()));
    }

    private static String join(PointProcess point, SiteApi api) throws Exception {
        point.start(api.post("/join-codes", Map.of("minutes", 10)).path("code").asString());
        return awaitPoint(api);
    }

    private static String defaultBootImage(SiteApi api) throws Exception {
        for (JsonNode image : api.get("/boot-images").path("items")) {
            if (image.path("isDefault").asBoolean()) {
                return image.path("id").asString();
            }
        }
        throw new AssertionError("the lab has no boot image");
    }

    private static void distribute(SiteApi api, String packageId, String pointId) throws Exception {
        api.post("/content/" + packageId + "/distribute", Map.of("points", List.of(pointId)));
        awaitInstalled(api, packageId, pointId);
    }

    private static String boundaryGroup(AcceptanceLab lab, String pointId) throws Exception {
        String network = lab.process().settings().network().address().replaceFirst("\\.1$", ".0/24");
        return lab.site()
                .api()
                .post(
                        "/boundary-groups",
                        Map.of("name", "The lab", "boundaries", List.of(network), "points", List.of(pointId)))
                .path("id")
                .asString();
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

    private static void awaitInstalled(SiteApi api, String packageId, String pointId) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(5));
        JsonNode status = api.get("/content/" + packageId);
        while (Instant.now().isBefore(deadline)) {
            for (JsonNode place : status.path("points")) {
                if (place.path("pointId").asString().equals(pointId)
                        && place.path("state").asString().equals("INSTALLED")) {
                    return;
                }
            }
            Thread.sleep(Duration.ofMillis(500));
            status = api.get("/content/" + packageId);
        }
        throw new AssertionError("the package did not arrive at the point: " + status);
    }
}

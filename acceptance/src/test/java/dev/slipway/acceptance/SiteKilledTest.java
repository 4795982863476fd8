package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(AcceptanceLab.Extension.class)
class SiteKilledTest {
    private static final int LINES = 200;

    @Test
    @Tag("ENG-12")
    void aRunCompletesAndLosesNoStatusWhenTheSiteIsKilledAndStartedAgain(AcceptanceLab lab) throws Exception {
        try (VirtualMachine machine = lab.machine(VirtualMachine.Firmware.BIOS)) {
            String deployment = lab.deployTo(machine, sequence(lab.image(lab.linuxWim())));
            machine.start();
            lab.site().awaitRun(deployment, AcceptanceLab.RUN_LIMIT, "the middle of apply", run -> {
                JsonNode current = run.path("currentStep");
                return current.path("name").asString("").equals("Apply Operating System")
                        && current.path("percent").asInt() >= 10;
            });
            killAndStart(lab);
            lab.site()
                    .awaitRun(
                            deployment,
                            AcceptanceLab.RUN_LIMIT,
                            "the counting",
                            run -> lab.site().log(run).stream().anyMatch(line -> line.contains("counted ")));
            killAndStart(lab);
            JsonNode run = lab.site().awaitEnd(deployment, AcceptanceLab.RUN_LIMIT);

            assertThat(run.path("state").asString())
                    .as(() -> lab.explain(run, machine))
                    .isEqualTo("SUCCEEDED");
            List<Integer> counted = lab.site().log(run).stream()
                    .filter(line -> line.matches("counted \\d+"))
                    .map(line -> Integer.valueOf(line.substring("counted ".length())))
                    .toList();
            assertThat(counted)
                    .as("every line once and in order")
                    .isEqualTo(IntStream.rangeClosed(1, LINES).boxed().toList());
            for (JsonNode step : lab.site().steps(run)) {
                assertThat(step.path("state").asString())
                        .as(step.path("name").asString())
                        .isEqualTo("SUCCEEDED");
                assertThat(step.has("startedAt") && step.has("finishedAt")).isTrue();
            }
        }
    }

    @Test
    @Tag("BOOT-5")
    void rebuildsOfBootImagesGoOnAfterAKillAndTheOldVersionsAreServedMeanwhile(AcceptanceLab lab) throws Exception {
        SiteApi api = lab.site().api();
        Path source = lab.folder().resolve("bootimage");
        List<String> images =
                List.of(lab.site().addBootImage(source), lab.site().addBootImage(source));
        Path old = source.resolve("vmlinuz");
        String kernel =
                api.get("/boot-images/" + images.getFirst()).path("kernelHash").asString();
        List<String> rebuilds = new ArrayList<>();
        for (String image : images) {
            rebuilds.add(api.post("/boot-images/" + image + "/rebuild", Map.of("compression", "lz4"))
                    .path("id")
                    .asString());
        }
        for (String rebuild : rebuilds) {
            await(() -> api.get("/operations/" + rebuild + "/log").toString().contains("drivers of kernel"));
        }
        killAndStart(lab);
        assertThat(api.get("/boot-images/" + images.getFirst())
                        .path("kernelHash")
                        .asString())
                .isEqualTo(kernel);
        assertThat(bytes(lab, "/boot/" + kernel + "/vmlinuz"))
                .as("the old version starts machines")
                .isEqualTo(Files.readAllBytes(old));
        for (int i = 0; i < images.size(); i++) {
            String rebuild = rebuilds.get(i);
            await(() -> api.get("/operations/" + rebuild).has("finishedAt"));
            JsonNode ended = api.get("/operations/" + rebuild);
            assertThat(ended.path("state").asString()).as(ended.toString()).isEqualTo("SUCCEEDED");
            assertThat(api.get("/packages/" + images.get(i))
                            .path("sourceVersion")
                            .asLong())
                    .as("one more version, not two")
                    .isEqualTo(2);
        }
        try (Stream<Path> left = Files.list(lab.folder().resolve("data/boot-build"))) {
            assertThat(left).isEmpty();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        Instant deadline = Instant.now().plus(AcceptanceLab.RUN_LIMIT);
        while (!condition.holds()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(Duration.ofMillis(200));
        }
    }

    private static byte[] bytes(AcceptanceLab lab, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(lab.process().address().resolve(path))
                                    .timeout(Duration.ofSeconds(30))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        }
    }

    private static void killAndStart(AcceptanceLab lab) throws Exception {
        lab.process().kill();
        Thread.sleep(Duration.ofSeconds(3));
        lab.process().start();
    }

    private static String sequence(String image) throws IOException {
        try (var input = SiteKilledTest.class.getResourceAsStream("apply-and-count.xml")) {
            if (input == null) {
                throw new IOException("apply-and-count.xml is missing");
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@IMAGE@", image)
                    .replace("@LINES@", Integer.toString(LINES));
        }
    }
}

package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
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

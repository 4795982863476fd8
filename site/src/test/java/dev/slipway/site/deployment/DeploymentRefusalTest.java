package dev.slipway.site.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.TestSite;
import dev.slipway.site.database.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentRefusalTest {
    private static final String BODY = """
            {"sequenceId":"%s","collectionId":"%s","purpose":"AVAILABLE","availableTo":"%s"}""";

    @Test
    @Tag("DEP-2")
    @Tag("TS-3")
    void aDeploymentThatCouldNotRunIsRefusedWithTheReason(@TempDir Path folder) throws Exception {
        try (TestSite site = TestSite.start(folder)) {
            site.addSequence("SLP00004", "Install", "<sequence version=\"3.10\"/>", "SLP00009");
            assertThat(create(site, "SLP0000A", "SMS00001", "CLIENTS")).isEqualTo("422 sequence-not-found");
            assertThat(create(site, "SLP00004", "SLP00077", "CLIENTS")).isEqualTo("422 collection-not-found");
            assertThat(create(site, "SLP00004", "SMS00001", "CLIENTS")).isEqualTo("409 reference-missing");
            site.addPackage("SLP00009", "OS_IMAGE", "image");
            assertThat(create(site, "SLP00004", "SMS00001", "MEDIA_PXE")).isEqualTo("409 no-boot-image");
            assertThat(create(site, "SLP00004", "SMS00001", "CLIENTS")).isEqualTo("201 ");
            site.addPackage("SLP00001", "BOOT_IMAGE", "boot");
            assertThat(create(site, "SLP00004", "SMS00001", "MEDIA_PXE")).isEqualTo("201 ");
            site.bean(Database.class).change(handle -> handle.execute("update task_sequence set enabled = 0"));
            assertThat(create(site, "SLP00004", "SMS00001", "CLIENTS")).isEqualTo("409 sequence-disabled");
        }
    }

    private static String create(TestSite site, String sequence, String collection, String to) throws Exception {
        TestSite.Answer answer = site.api("POST", "/deployments", BODY.formatted(sequence, collection, to));
        return answer.status() + " " + answer.code();
    }
}

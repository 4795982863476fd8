package dev.slipway.site.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.TestSite;
import dev.slipway.site.library.Content;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site's content folder on another drive, as the guide says it. */
class ContentFolderMovedTest {
    @Test
    @Tag("DIST-11")
    void siteGoesOnWithItsContentOnAnotherDrive(@TempDir Path root) throws Exception {
        Path folder = Files.createDirectories(root.resolve("site"));
        try (TestSite site = TestSite.start(folder)) {
            site.addPackage("SLPM0001", "OS_IMAGE", "before the move");
        }
        Path content = folder.resolve("data/content");
        Path drive = Files.createDirectories(root.resolve("larger drive")).resolve("content");
        Files.move(content, drive);
        Files.createSymbolicLink(content, drive);
        try (TestSite site = TestSite.start(folder)) {
            site.api("POST", "/content/SLPM0001/validate", "{\"points\":[\"SITE\"]}");
            Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
            while (validated(site).isEmpty()) {
                assertThat(Instant.now()).isBefore(deadline);
                Thread.sleep(100);
            }
            assertThat(validated(site).orElseThrow().state()).isEqualTo(DistributionState.INSTALLED);
            assertThat(site.bean(Content.class)
                            .store()
                            .contains(site.addPackage("SLPM0002", "OS_IMAGE", "after the move")))
                    .isTrue();
        }
    }

    private static Optional<ContentStatus.AtPoint> validated(TestSite site) {
        return site.bean(ContentStatuses.class).get("SLPM0001").points().stream()
                .filter(row -> row.validatedAt().isPresent())
                .findFirst();
    }
}

package dev.slipway.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationPaceTest {
    private static final int BYTES = 8 << 20;

    @Test
    @Tag("DIST-5")
    void validationRestsAfterEachBlockAsItsPaceSays(@TempDir Path folder) throws Exception {
        byte[] noise = new byte[BYTES];
        new Random(5).nextBytes(noise);
        Path file = Files.write(folder.resolve("noise"), noise);
        try (ContentStore store = ContentStore.open(folder.resolve("store"))) {
            ContentId content = store.add(
                            List.of(new SourceFile("noise", file, new ContentCutter())), IngestProgress.NONE)
                    .content();
            Instant begun = Instant.now();
            assertThat(store.verify(content, Pace.pulse(BYTES / 2, Duration.ofMillis(200)), IngestProgress.NONE))
                    .isEmpty();
            assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofMillis(400));
        }
    }
}

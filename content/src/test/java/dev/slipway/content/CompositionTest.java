package dev.slipway.content;

import static dev.slipway.content.Samples.add;
import static dev.slipway.content.Samples.files;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.read;
import static dev.slipway.content.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompositionTest {
    @TempDir
    Path folder;

    private final byte[] network = random(2_000_000, 1);
    private final byte[] disk = random(700_000, 2);
    private ContentStore store;
    private ContentId networkDriver;
    private ContentId diskDriver;

    @BeforeEach
    void addParts() throws Exception {
        store = ContentStore.open(folder.resolve("store"));
        networkDriver = add(store, source(folder, "net/driver.sys", network), source(folder, "driver.inf", disk))
                .content();
        diskDriver = add(store, source(folder, "driver.sys", disk)).content();
    }

    @AfterEach
    void closeStore() throws Exception {
        store.close();
    }

    @Test
    void theFilesOfOthersLieUnderFoldersAndNoBlockIsStoredAgain() throws Exception {
        long packs = packs();
        ContentId both = store.compose(List.of(new Part("network card", networkDriver), new Part("", diskDriver)));

        assertThat(store.manifest(both).files())
                .extracting(ContentFile::path)
                .containsExactly("driver.sys", "network card/driver.inf", "network card/net/driver.sys");
        assertThat(read(store, both, "network card/net/driver.sys")).isEqualTo(network);
        assertThat(packs()).isEqualTo(packs);
        assertThat(store.compose(List.of(new Part("", diskDriver), new Part("network card", networkDriver))))
                .isEqualTo(both);
    }

    private long packs() throws Exception {
        return files(folder.resolve("store")).stream()
                .filter(name -> name.endsWith(".pack"))
                .count();
    }

    @Test
    void itOutlivesItsParts() throws Exception {
        ContentId both = store.compose(List.of(new Part("a", networkDriver), new Part("b", diskDriver)));
        store.remove(networkDriver);
        store.remove(diskDriver);
        store.collect(Duration.ZERO, Instant.now());
        store.collect(Duration.ZERO, Instant.now());

        assertThat(read(store, both, "a/net/driver.sys")).isEqualTo(network);
        assertThat(store.verify(both, IngestProgress.NONE)).isEmpty();
    }

    @Test
    void twoFilesWithOnePathAreRefused() {
        assertThatThrownBy(() -> store.compose(List.of(new Part("a", diskDriver), new Part("a", diskDriver))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a/driver.sys");
        assertThatThrownBy(() -> new Part("../a", diskDriver)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnknownPartIsTold() {
        assertThatThrownBy(() -> store.compose(List.of(new Part("a", new ContentId("0".repeat(64))))))
                .satisfies(e -> ContentStoreTest.hasError(e, ContentError.CONTENT_UNKNOWN));
    }
}

package dev.slipway.content;

import static dev.slipway.content.Samples.add;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever has a copy of the store's folder can fetch contents from it. */
class StaticLayoutTest extends OpenStore {
    private Path file(ContentId content) {
        return root.resolve("extents/" + content + ".extents");
    }

    private byte[] fromFolder(ContentId content, String path) throws Exception {
        RemoteContent remote = new RemoteContent(
                store.manifest(content),
                ContentSources.of(ContentSource.inFolder(root)),
                new RetryPolicy(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(1)));
        try (RemoteFile file = remote.file(path)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.readFully(0, bytes);
            return bytes.array();
        }
    }

    @Test
    void aContentsExtentsLieBesideItAndGoWithIt() throws Exception {
        ContentId content =
                add(store, source(folder, "a", random(3_000_000, 1))).content();

        assertThat(Extents.decode(Files.readAllBytes(file(content)))).isEqualTo(store.extents(content));
        store.remove(content);
        assertThat(file(content)).doesNotExist();
    }

    @Test
    void missingUnreadableAndOrphanedOnesAreMendedWhenTheStoreIsOpened() throws Exception {
        ContentId content =
                add(store, source(folder, "a", random(3_000_000, 1))).content();
        ContentId other = add(store, source(folder, "b", random(3_000, 2))).content();
        byte[] right = Files.readAllBytes(file(content));
        ContentId orphan = new ContentId("1".repeat(64));
        Files.delete(file(content));
        Files.write(file(other), new byte[] {1, 2, 3});
        Files.write(file(orphan), right);

        reopen();

        assertThat(file(content)).hasBinaryContent(right);
        assertThat(Extents.decode(Files.readAllBytes(file(other)))).isEqualTo(store.extents(other));
        assertThat(file(orphan)).doesNotExist();
    }

    @Test
    void theyFollowBlocksThatACollectionMoves() throws Exception {
        byte[] small = random(500_000, 1);
        ContentId both = add(store, source(folder, "small", small), source(folder, "large", random(9_000_000, 2)))
                .content();
        ContentId kept = add(store, source(folder, "kept", small)).content();
        store.remove(both);
        byte[] before = Files.readAllBytes(file(kept));

        store.collect(Duration.ZERO, Instant.now());
        store.collect(Duration.ZERO, Instant.now());

        assertThat(Files.readAllBytes(file(kept))).isNotEqualTo(before);
        assertThat(fromFolder(kept, "kept")).isEqualTo(small);
    }

    @Test
    void aDamagedContentIsNotOfferedUntilItIsRepaired() throws Exception {
        byte[] data = random(9_000_000, 1);
        SourceFile source = source(folder, "a", data);
        Ingested ingested = add(store, source);
        Path pack = store.pack(ingested.pack().orElseThrow());
        byte[] bytes = Files.readAllBytes(pack);
        bytes[5_000_000] ^= 1;
        Files.write(pack, bytes);

        assertThat(store.verify(ingested.content(), IngestProgress.NONE)).hasSize(1);
        assertThat(file(ingested.content())).doesNotExist();
        reopen();
        assertThat(file(ingested.content())).doesNotExist();

        add(store, source);
        assertThat(fromFolder(ingested.content(), "a")).isEqualTo(data);
        assertThat(store.contents()).isEqualTo(List.of(ingested.content()));
    }
}

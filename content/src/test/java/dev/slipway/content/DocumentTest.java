package dev.slipway.content;

import static dev.slipway.content.Samples.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    private static Block block(int seed, int length) {
        return new Block(BlockId.of(random(32, seed)), length);
    }

    private static Manifest sample() {
        return new Manifest(List.of(
                new ContentFile("sources/install.wim", 4_000_300, TIME, List.of(block(1, 300), block(2, 4_000_000))),
                new ContentFile("empty", 0, TIME, List.of()),
                new ContentFile("sources/ä€𝄞", 7, TIME, List.of(block(3, 7)))));
    }

    private static Extents sampleExtents() {
        PackId first = new PackId(BlockId.of(random(32, 4)).hex());
        PackId second = new PackId(BlockId.of(random(32, 5)).hex());
        return new Extents(List.of(new Extent(first, 0), new Extent(second, 1L << 40), new Extent(first, 300)));
    }

    private static byte[] samplePrestaged() {
        try {
            return new PrestagedHeader(List.of(sample(), sample()), List.of(block(1, 300), block(3, 7))).encode();
        } catch (ContentException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void prestagedHeadersComeBackAsTheyWere() throws Exception {
        PrestagedHeader header = PrestagedHeader.decode(samplePrestaged());

        assertThat(header.contents()).containsExactly(sample(), sample());
        assertThat(header.blocks()).containsExactly(block(1, 300), block(3, 7));
        assertThat(PrestagedHeader.length(Arrays.copyOf(samplePrestaged(), PrestagedHeader.PREFIX_BYTES)))
                .isEqualTo(samplePrestaged().length);
    }

    @Test
    void manifestsComeBackAsTheyWere() throws Exception {
        assertThat(Manifest.decode(sample().encode())).isEqualTo(sample());
        assertThat(Manifest.decode(new Manifest(List.of()).encode()).files()).isEmpty();
    }

    @Test
    void theContentIdDoesNotDependOnTheOrderOfTheFiles() {
        List<ContentFile> files = new ArrayList<>(sample().files());
        ContentId id = new Manifest(files).contentId();
        java.util.Collections.reverse(files);

        assertThat(new Manifest(files).contentId()).isEqualTo(id);
    }

    /** The id of a content is kept in databases for years: the form may not change unnoticed. */
    @Test
    void theFormIsFixed() {
        byte[] path = "a".getBytes(StandardCharsets.UTF_8);
        Block block = block(1, 5);
        byte[] expected = ByteBuffer.allocate(8 + 4 + 2 + 1 + 8 + 8 + 4 + 36)
                .put("SLIPMAN1".getBytes(StandardCharsets.US_ASCII))
                .putInt(1)
                .putShort((short) 1)
                .put(path)
                .putLong(5)
                .putLong(TIME.toEpochMilli())
                .putInt(1)
                .put(random(32, 1))
                .putInt(5)
                .array();

        assertThat(new Manifest(List.of(new ContentFile("a", 5, TIME, List.of(block)))).encode())
                .isEqualTo(expected);
    }

    @Test
    void extentsComeBackAsTheyWere() throws Exception {
        assertThat(Extents.decode(sampleExtents().encode())).isEqualTo(sampleExtents());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", "../a", "a/./b", "a\\b", "a\u0000", "a\nb", "\ud800"})
    void pathsThatCouldLeaveTheContentAreRefused(String path) {
        assertThatThrownBy(() -> new ContentFile(path, 0, TIME, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] manifest = sample().encode();
        for (int length = 0; length < manifest.length; length++) {
            byte[] cut = Arrays.copyOf(manifest, length);
            assertThatThrownBy(() -> Manifest.decode(cut))
                    .satisfies(e -> ContentStoreTest.hasError(e, ContentError.DOCUMENT_INVALID));
        }
    }

    @Test
    void hugeCountsAreRefusedWithoutMakingRoomForThem() {
        byte[] manifest = sample().encode();
        for (int at = 8; at + 4 <= manifest.length; at++) {
            byte[] changed = manifest.clone();
            ByteBuffer.wrap(changed).putInt(at, 0x7fffffff);
            decodesCanonicallyOrNotAtAll(changed);
        }
    }

    @Test
    void whateverChangesADocumentDecodesCanonicallyOrNotAtAll() {
        Random random = new Random(7);
        List<byte[]> documents = List.of(
                sample().encode(),
                sampleExtents().encode(),
                samplePrestaged(),
                new PackIndex(List.of(block(1, 5), block(2, 6))).encode());
        for (int i = 0; i < 60_000; i++) {
            byte[] document = documents.get(i % documents.size()).clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                document[random.nextInt(document.length)] = (byte) random.nextInt();
            }
            decodesCanonicallyOrNotAtAll(Arrays.copyOf(document, document.length - random.nextInt(2)));
        }
    }

    static void decodesCanonicallyOrNotAtAll(byte[] bytes) {
        try {
            assertThat(Manifest.decode(bytes).encode()).isEqualTo(bytes);
        } catch (ContentException e) {
            ContentStoreTest.hasError(e, ContentError.DOCUMENT_INVALID);
        }
        try {
            Extents extents = Extents.decode(bytes);
            assertThat(Extents.decode(extents.encode())).isEqualTo(extents);
        } catch (ContentException e) {
            ContentStoreTest.hasError(e, ContentError.DOCUMENT_INVALID);
        }
        try {
            assertThat(PrestagedHeader.decode(bytes).encode()).isEqualTo(bytes);
        } catch (ContentException e) {
            ContentStoreTest.hasError(e, ContentError.DOCUMENT_INVALID);
        }
        try {
            assertThat(PackIndex.decode(bytes).encode()).isEqualTo(bytes);
        } catch (ContentException e) {
            ContentStoreTest.hasError(e, ContentError.DOCUMENT_INVALID);
        }
    }
}

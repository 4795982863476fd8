package dev.slipway.content;

import static dev.slipway.content.Samples.add;
import static dev.slipway.content.Samples.files;
import static dev.slipway.content.Samples.join;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.read;
import static dev.slipway.content.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("DIST-11")
class PrestagedFileTest {
    @TempDir
    Path folder;

    private final byte[] shared = random(9_000_000, 1);
    private final byte[] first = join(shared, random(2_000_000, 2));
    private final byte[] second = join(shared, random(3_000_000, 3));
    private ContentStore site;
    private ContentStore point;
    private ContentId version1;
    private ContentId version2;
    private Path file;

    @BeforeEach
    void openStores() throws Exception {
        site = ContentStore.open(folder.resolve("site"));
        version1 = add(site, source(folder, "file", first)).content();
        version2 = add(site, source(folder, "file", second)).content();
        point = ContentStore.open(folder.resolve("point"));
        file = folder.resolve("both.slipway-content");
    }

    @AfterEach
    void closeStores() throws Exception {
        site.close();
        point.close();
    }

    private List<Received> importFile() throws Exception {
        return point.importFrom(file, ReceiveProgress.NONE);
    }

    @Test
    void contentsTravelInAFileEachBlockOnce() throws Exception {
        long size = site.exportTo(file, List.of(version1, version2), List.of(), IngestProgress.NONE);

        assertThat(size).isEqualTo(Files.size(file)).isLessThan(9_000_000 + 5_000_000 + 3_000_000);
        assertThat(importFile()).extracting(Received::content).containsExactly(version1, version2);
        assertThat(read(point, version1, "file")).isEqualTo(first);
        assertThat(read(point, version2, "file")).isEqualTo(second);
        assertThat(importFile())
                .allSatisfy(received -> assertThat(received.fetchedBytes()).isZero());
    }

    @Test
    void whatTheReceiverHasCanBeLeftOut() throws Exception {
        site.exportTo(file, List.of(version1), List.of(), IngestProgress.NONE);
        importFile();
        long size = site.exportTo(file, List.of(version2), List.of(version1), IngestProgress.NONE);

        assertThat(size).isLessThan(3_000_000 + 4_500_000);
        assertThat(importFile().getFirst().content()).isEqualTo(version2);
        assertThat(read(point, version2, "file")).isEqualTo(second);
    }

    @Test
    void aFileThatLeavesOutWhatIsNotHereIsRefusedWithHowMuchThatIs() throws Exception {
        long size = site.exportTo(file, List.of(version2), List.of(version1), IngestProgress.NONE);
        long leftOut = second.length - (size - 300);

        assertThatThrownBy(this::importFile)
                .satisfies(e -> ContentStoreTest.hasError(e, ContentError.BASE_MISSING))
                .hasMessageMatching(".*leaves out \\d+ blocks \\(" + leftOut / 1_000_000 + "\\d{6} bytes\\).*");
        assertThat(files(folder.resolve("point"))).isEmpty();
    }

    @Test
    void aDamagedBlockIsRefusedAndWhatCameBeforeItStays() throws Exception {
        site.exportTo(file, List.of(version1), List.of(), IngestProgress.NONE);
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = whole.clone();
        damaged[damaged.length - 1_000_000] ^= 1;
        Files.write(file, damaged);

        assertThatThrownBy(this::importFile)
                .satisfies(e -> ContentStoreTest.hasError(e, ContentError.TRANSFER_FAILED))
                .hasMessageContaining("damaged");
        assertThat(point.contains(version1)).isFalse();

        Files.write(file, whole);
        assertThat(importFile().getFirst().fetchedBytes()).isLessThan(first.length);
        assertThat(read(point, version1, "file")).isEqualTo(first);
    }

    @Test
    void aDamagedStoreExportsNothing() throws Exception {
        Path pack = site.pack(site.extents(version1).extents().getFirst().pack());
        byte[] bytes = Files.readAllBytes(pack);
        bytes[1000] ^= 1;
        Files.write(pack, bytes);

        assertThatThrownBy(() -> site.exportTo(file, List.of(version1), List.of(), IngestProgress.NONE))
                .satisfies(e -> ContentStoreTest.hasError(e, ContentError.STORE_DAMAGED));
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("both.slipway-content.partial")).doesNotExist();
    }

    @Test
    void aFileThatCannotBeWrittenIsTold() {
        assertThatThrownBy(() -> site.exportTo(
                        folder.resolve("missing/file"), List.of(version1), List.of(), IngestProgress.NONE))
                .satisfies(e -> ContentStoreTest.hasError(e, ContentError.EXPORT_FAILED));
    }

    @Test
    void whateverChangesItIsRefusedAndNothingOfItCounts() throws Exception {
        ContentId small = add(site, source(folder, "small", random(5_000, 4))).content();
        site.exportTo(file, List.of(small), List.of(), IngestProgress.NONE);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] changed = whole.clone();
            changed[i < 250 ? i : random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            refuses(i % 4 == 3 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : changed);
        }
        refuses(join(whole, new byte[1]));
        assertThat(point.contents()).isEmpty();
    }

    private void refuses(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        assertThatThrownBy(this::importFile).isInstanceOf(ContentException.class);
    }
}

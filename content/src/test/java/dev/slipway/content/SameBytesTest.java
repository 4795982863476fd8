package dev.slipway.content;

import static dev.slipway.content.Samples.add;
import static dev.slipway.content.Samples.join;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wim.ByteRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A WIM is cut along its resources in an image and by its bytes in a package of files: the same bytes, in other blocks. */
@Tag("DIST-3")
class SameBytesTest extends OpenStore {
    private byte[] data;
    private ContentId whole;
    private ContentId cut;

    @BeforeEach
    void addTwice() throws Exception {
        data = random(3_000, 1);
        Path file = Files.write(folder.resolve("data"), data);
        Cutter pieces = new WimCutter(List.of(new ByteRange(0, 1_000)));
        whole = add(store, new SourceFile("whole", file, new ContentCutter())).content();
        cut = add(store, new SourceFile("cut", file, pieces)).content();
    }

    @Test
    void cutInTwoWaysAreBothThereAfterARestart() throws Exception {
        reopen();

        assertThat(read(store, whole, "whole")).isEqualTo(data);
        assertThat(read(store, cut, "cut")).isEqualTo(data);
    }

    /** Two ingests side by side may both have stored a block; so has a folder into which another store was copied. */
    @Test
    @Tag("DIST-5")
    void areReadFromAnotherCopyWhenOneIsDamaged() throws Exception {
        Path more = Files.write(folder.resolve("more"), join(data, random(500, 2)));
        Cutter cutter = new WimCutter(List.of(new ByteRange(0, data.length)));
        Path elsewhere = folder.resolve("elsewhere");
        try (ContentStore other = ContentStore.open(elsewhere)) {
            add(other, new SourceFile("more", more, cutter));
        }
        List<Path> packs = new ArrayList<>();
        for (Path file : StoreFolder.list(elsewhere.resolve("packs"))) {
            packs.add(Files.copy(file, root.resolve("packs").resolve(file.getFileName())));
        }
        packs.add(root.resolve(
                "packs/" + store.extents(whole).extents().getFirst().pack() + ".pack"));
        reopen();

        for (Path pack :
                packs.stream().filter(file -> file.toString().endsWith(".pack")).toList()) {
            byte[] right = Files.readAllBytes(pack);
            byte[] wrong = right.clone();
            wrong[10] ^= 1;
            Files.write(pack, wrong);
            assertThat(read(store, whole, "whole")).isEqualTo(data);
            Files.write(pack, right);
        }
    }

    @Test
    void cutInTwoWaysGoOneWithoutTheOther() throws Exception {
        store.remove(cut);
        store.collect(Duration.ZERO, Instant.now());
        store.collect(Duration.ZERO, Instant.now());

        assertThat(read(store, whole, "whole")).isEqualTo(data);
        assertThat(store.verify(whole, IngestProgress.NONE)).isEmpty();
    }
}

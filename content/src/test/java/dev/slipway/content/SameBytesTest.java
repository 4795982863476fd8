package dev.slipway.content;

import static dev.slipway.content.Samples.add;
import static dev.slipway.content.Samples.random;
import static dev.slipway.content.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wim.ByteRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

    @Test
    void cutInTwoWaysGoOneWithoutTheOther() throws Exception {
        store.remove(cut);
        store.collect(Duration.ZERO, Instant.now());
        store.collect(Duration.ZERO, Instant.now());

        assertThat(read(store, whole, "whole")).isEqualTo(data);
        assertThat(store.verify(whole, IngestProgress.NONE)).isEmpty();
    }
}

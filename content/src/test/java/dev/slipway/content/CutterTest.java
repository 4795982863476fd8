package dev.slipway.content;

import static dev.slipway.content.Samples.join;
import static dev.slipway.content.Samples.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wim.ByteRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CutterTest {
    private static List<Integer> cut(Cutter cutter, byte[] data) {
        List<Integer> lengths = new ArrayList<>();
        for (int at = 0; at < data.length; at += lengths.getLast()) {
            lengths.add(cutter.nextLength(at, data, at, data.length));
        }
        return lengths;
    }

    private static Set<String> hashes(byte[] data) {
        Set<String> hashes = new HashSet<>();
        int at = 0;
        for (int length : cut(new ContentCutter(), data)) {
            hashes.add(Sha256.hex(Arrays.copyOfRange(data, at, at + length)));
            at += length;
        }
        return hashes;
    }

    @Test
    void contentIsCutToAboutAMebibyte() {
        List<Integer> lengths = cut(new ContentCutter(), random(100_000_000, 1));

        assertThat(lengths.subList(0, lengths.size() - 1))
                .allSatisfy(length -> assertThat(length).isBetween(ContentCutter.MINIMUM, Block.MAXIMUM_LENGTH));
        assertThat(100_000_000 / lengths.size()).isBetween(800_000, 1_500_000);
    }

    @Test
    void dataWithoutACutIsSplitAtTheLongestLength() {
        assertThat(cut(new ContentCutter(), new byte[9_000_000]))
                .containsExactly(4 << 20, 4 << 20, 9_000_000 - (8 << 20));
    }

    @Test
    void insertedBytesChangeTheBlocksAroundThemAndNoOthers() {
        byte[] data = random(40_000_000, 1);
        byte[] changed = join(
                Arrays.copyOf(data, 20_000_000),
                new byte[] {1, 2, 3},
                Arrays.copyOfRange(data, 20_000_000, data.length));
        Set<String> added = hashes(changed);
        added.removeAll(hashes(data));

        assertThat(added).hasSizeBetween(1, 3);
    }

    @Test
    void whereFilesAreCutNeverChanges() {
        assertThat(cut(new ContentCutter(), random(6_000_000, 42)))
                .containsExactly(1492200, 262817, 449376, 1142929, 1185782, 350541, 644005, 472350);
    }

    @Test
    void aWimIsCutAtTheStartAndEndOfEachResourceAndEveryFourMebibytes() {
        WimCutter cutter = new WimCutter(
                List.of(new ByteRange(10_000_000, 5), new ByteRange(208, 100), new ByteRange(308, 5_000_000)));

        assertThat(cut(cutter, new byte[10_000_100]))
                .containsExactly(208, 100, 4 << 20, 5_000_000 - (4 << 20), 4 << 20, 4_999_692 - (4 << 20), 5, 95);
    }

    @Test
    void resourcesThatOverlapOrLieBehindTheEndAreNoMoreThanCuts() {
        WimCutter cutter = new WimCutter(
                List.of(new ByteRange(0, 50), new ByteRange(10, 20), new ByteRange(90, Long.MAX_VALUE - 90)));

        assertThat(cut(cutter, new byte[100])).containsExactly(10, 20, 20, 40, 10);
    }
}

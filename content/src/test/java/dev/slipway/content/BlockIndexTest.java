package dev.slipway.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BlockIndexTest {
    private static final PackId FIRST = new PackId("1".repeat(64));
    private static final PackId SECOND = new PackId("2".repeat(64));
    private static final Block BLOCK = new Block(BlockId.of("a".repeat(64)), 100);
    private static final PackIndex PACK = new PackIndex(List.of(BLOCK));

    private final BlockIndex index = new BlockIndex();

    @Test
    @Tag("DIST-1")
    void aBlockThatTwoIngestsWroteSurvivesThePackOfTheFirst() {
        index.add(FIRST, PACK, Set.of());
        index.add(SECOND, PACK, Set.of());
        try (BlockIndex.Claim watch = index.watch()) {
            assertThat(index.retire(FIRST, PACK, Set.of(BLOCK.id()), watch)).isTrue();
        }
        assertThat(index.find(BLOCK.id())).map(BlockLocation::pack).contains(SECOND);
        assertThat(index.storedBytes()).isEqualTo(100);
    }

    @Test
    void aBlockIsGoneOnceNoPackHasIt() {
        index.add(FIRST, PACK, Set.of());
        index.add(SECOND, PACK, Set.of());
        index.forget(SECOND, Set.of(BLOCK.id()));
        index.forget(FIRST, Set.of(BLOCK.id()));
        assertThat(index.find(BLOCK.id())).isEmpty();
        assertThat(index.storedBytes()).isZero();
    }

    @Test
    @Tag("DIST-4")
    void whoCountsOnABlockCountsOnItsNewCopyToo() {
        index.add(FIRST, PACK, Set.of());
        try (BlockIndex.Claim ingest = index.claim();
                BlockIndex.Claim watch = index.watch()) {
            assertThat(ingest.find(BLOCK)).isPresent();
            assertThat(index.prefer(SECOND, PACK, Set.of())).containsOnlyKeys(FIRST);
            assertThat(index.retire(SECOND, PACK, Set.of(BLOCK.id()), watch)).isFalse();
        }
        assertThat(index.find(BLOCK.id())).map(BlockLocation::pack).contains(SECOND);
        assertThat(index.storedBytes()).isEqualTo(100);
    }

    @Test
    @Tag("DIST-5")
    void whoCountsOnADamagedBlockCountsOnItsOtherCopy() {
        index.add(FIRST, PACK, Set.of());
        index.add(SECOND, PACK, Set.of());
        try (BlockIndex.Claim ingest = index.claim();
                BlockIndex.Claim watch = index.watch()) {
            assertThat(ingest.find(BLOCK)).isPresent();
            index.forget(FIRST, Set.of(BLOCK.id()));
            assertThat(index.retire(SECOND, PACK, Set.of(BLOCK.id()), watch)).isFalse();
        }
        assertThat(index.find(BLOCK.id())).map(BlockLocation::pack).contains(SECOND);
    }

    @Test
    @Tag("DIST-5")
    void aPackThatHasTheLastCopyOfALivingBlockStays() {
        index.add(FIRST, PACK, Set.of());
        index.add(SECOND, PACK, Set.of());
        try (BlockIndex.Claim watch = index.watch()) {
            // The collection has found the second one needless; now the first is found damaged.
            index.forget(FIRST, Set.of(BLOCK.id()));
            assertThat(index.retire(SECOND, PACK, Set.of(BLOCK.id()), watch)).isFalse();
        }
        assertThat(index.find(BLOCK.id())).map(BlockLocation::pack).contains(SECOND);
    }
}

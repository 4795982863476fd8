package dev.slipway.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("DIST-3")
class ContentUpdateTest {
    private static final int ENTRIES = 5000;

    private final Random random = new Random(7);
    private final Map<BlockId, byte[]> store = new HashMap<>();

    private Block stored(byte[] bytes) {
        BlockId id = BlockId.of(Sha256.hex(bytes));
        store.put(id, bytes);
        return new Block(id, bytes.length);
    }

    private byte[] read(Block block) {
        return Objects.requireNonNull(store.get(block.id()));
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A table as a WIM has it: each entry an offset and a hash. */
    private static byte[] table(List<byte[]> hashes) {
        ByteBuffer table = ByteBuffer.allocate(hashes.size() * 28);
        for (int i = 0; i < hashes.size(); i++) {
            table.putLong(i * 4321L).put(hashes.get(i));
        }
        return table.array();
    }

    private static Manifest manifest(List<Block> blocks) {
        long size = blocks.stream().mapToLong(Block::length).sum();
        return new Manifest(List.of(new ContentFile("image.wim", size, Instant.EPOCH, blocks)));
    }

    @Test
    void tablesWhoseEntriesMovedTravelAsPatchesAndNewDataDoesNot() throws Exception {
        List<Block> data = new ArrayList<>();
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            data.add(stored(noise(40)));
            hashes.add(noise(20));
        }
        List<Block> before = new ArrayList<>(data);
        before.add(stored(table(hashes)));
        Collections.shuffle(data, random);
        Collections.shuffle(hashes, random);
        List<Block> after = new ArrayList<>(data);
        Block fresh = stored(noise(100_000));
        Block table = stored(table(hashes));
        after.add(fresh);
        after.add(table);
        Manifest base = manifest(before);
        Manifest target = manifest(after);

        byte[] document = ContentUpdate.encode(base, target, this::read);
        ContentUpdate update = ContentUpdate.decode(document, base, target.contentId(), this::read);

        assertThat(update.manifest()).isEqualTo(target);
        assertThat(update.blocks()).containsOnlyKeys(table.id());
        assertThat(update.blocks().get(table.id())).isEqualTo(store.get(table.id()));
        assertThat(document.length)
                .as("a few bytes for each of %d entries of 36 and 28 bytes", ENTRIES)
                .isLessThan(ENTRIES * 14);
    }

    @Test
    void anUpdateForAnotherBaseIsRefused() throws Exception {
        Manifest base = manifest(List.of(stored(noise(50))));
        Manifest target = manifest(List.of(stored(noise(60))));
        Manifest other = manifest(List.of(stored(noise(70))));
        byte[] document = ContentUpdate.encode(base, target, this::read);

        assertThatThrownBy(() -> ContentUpdate.decode(document, other, target.contentId(), this::read))
                .isInstanceOfSatisfying(
                        ContentException.class, e -> assertThat(e.error()).isEqualTo(ContentError.DOCUMENT_INVALID));
    }

    @Test
    void noDamageIsTakenForAnUpdate() throws Exception {
        byte[] old = noise(5000);
        byte[] changed = old.clone();
        changed[2500]++;
        Manifest base = manifest(List.of(stored(old)));
        Manifest target = manifest(List.of(stored(changed)));
        byte[] document = ContentUpdate.encode(base, target, this::read);

        for (int at = 0; at < document.length; at++) {
            byte[] damaged = document.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            try {
                ContentUpdate update = ContentUpdate.decode(damaged, base, target.contentId(), this::read);
                assertThat(update.manifest()).isEqualTo(target);
            } catch (ContentException e) {
                assertThat(e.error()).isEqualTo(ContentError.DOCUMENT_INVALID);
            }
        }
    }

    @Test
    void aPatchRestoresAnyTarget() throws Exception {
        for (int run = 0; run < 300; run++) {
            byte[] base = noise(random.nextInt(400));
            List<Byte> target = new ArrayList<>();
            for (int part = random.nextInt(6); part > 0; part--) {
                int from = random.nextInt(base.length + 1);
                int to = from + random.nextInt(base.length - from + 1);
                for (int i = from; i < to; i++) {
                    target.add(base[i]);
                }
                for (byte noise : noise(random.nextInt(30))) {
                    target.add(noise);
                }
            }
            byte[] wanted = new byte[target.size()];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = target.get(i);
            }

            assertThat(Patch.apply(base, new Patch.Base(base).patchTo(wanted))).isEqualTo(wanted);
        }
    }
}

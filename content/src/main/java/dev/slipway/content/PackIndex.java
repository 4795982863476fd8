package dev.slipway.content;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The list of a pack's blocks, in their order; a pack is nothing but its blocks, one behind the other.
 *
 * <p>Binary form, big-endian: {@code "SLIPIDX1"}, u32 blocks; per block 32 bytes SHA-256, u32 length.
 */
record PackIndex(List<Block> blocks) {
    private static final long MAGIC = BinaryReader.magic("SLIPIDX1");
    private static final int BYTES_PER_BLOCK = Sha256.BYTES + 4;

    PackIndex {
        blocks = List.copyOf(blocks);
    }

    long packSize() {
        return blocks.stream().mapToLong(Block::length).sum();
    }

    /** @return the name of the pack that has these blocks: the SHA-256 of the list, which tells the bytes and how they are cut */
    PackId packId() {
        return new PackId(Sha256.hex(encode()));
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(8 + 4 + Math.multiplyExact(blocks.size(), BYTES_PER_BLOCK));
        out.putLong(MAGIC).putInt(blocks.size());
        blocks.forEach(block -> block.id().put(out).putInt(block.length()));
        return out.array();
    }

    static PackIndex decode(byte[] bytes) throws ContentException {
        return BinaryReader.decode(bytes, "The index of a pack", MAGIC, in -> {
            int count = in.count(BYTES_PER_BLOCK);
            List<Block> blocks = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                blocks.add(new Block(in.hash(), in.integer()));
            }
            return new PackIndex(blocks);
        });
    }
}

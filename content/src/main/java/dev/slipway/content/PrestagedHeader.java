package dev.slipway.content;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands at the start of a prestaged content file: the contents, and the blocks that follow.
 *
 * <p>The file, big-endian: {@code "SLIPPRE1"}, u32 length of the header with these twelve bytes; u32 contents, each a u32 length and a
 * manifest; u32 blocks, each 32 bytes SHA-256 and u32 length; then the blocks themselves in that order; then the SHA-256 of the header.
 * So each byte is covered by a hash: the header by the last one, the blocks by the header.
 */
record PrestagedHeader(List<Manifest> contents, List<Block> blocks) {
    static final int PREFIX_BYTES = 8 + 4;
    /** Room for some 900,000 blocks; more would not fit the memory of a small point. */
    static final int MAXIMUM_BYTES = 64 << 20;

    private static final String NAME = "A prestaged content file's header";
    private static final long MAGIC = BinaryReader.magic("SLIPPRE1");
    private static final int BYTES_PER_BLOCK = Sha256.BYTES + 4;

    PrestagedHeader {
        contents = List.copyOf(contents);
        blocks = List.copyOf(blocks);
    }

    long blockBytes() {
        return blocks.stream().mapToLong(Block::length).sum();
    }

    byte[] encode() throws ContentException {
        List<byte[]> manifests = contents.stream().map(Manifest::encode).toList();
        long length = PREFIX_BYTES + 4L + 4L + (long) blocks.size() * BYTES_PER_BLOCK;
        for (byte[] manifest : manifests) {
            length += 4L + manifest.length;
        }
        if (length > MAXIMUM_BYTES) {
            throw new ContentException(
                    ContentError.EXPORT_FAILED,
                    "The contents have too many files for one prestaged content file. Export them one by one.");
        }
        ByteBuffer out = ByteBuffer.allocate((int) length);
        out.putLong(MAGIC).putInt((int) length).putInt(manifests.size());
        manifests.forEach(manifest -> out.putInt(manifest.length).put(manifest));
        out.putInt(blocks.size());
        blocks.forEach(block -> block.id().put(out).putInt(block.length()));
        return out.array();
    }

    /**
     * @param prefix the first {@link #PREFIX_BYTES} of a file
     * @return how many bytes the whole header has
     */
    static int length(byte[] prefix) throws ContentException {
        return BinaryReader.decode(prefix, NAME, MAGIC, in -> {
            int length = in.integer();
            in.check(length > PREFIX_BYTES && length <= MAXIMUM_BYTES, "it claims a length of " + length + " bytes");
            return length;
        });
    }

    static PrestagedHeader decode(byte[] bytes) throws ContentException {
        List<byte[]> manifests = new ArrayList<>();
        List<Block> blocks = BinaryReader.decode(bytes, NAME, MAGIC, in -> {
            in.check(in.integer() == bytes.length, "it claims another length");
            int contents = in.count(4);
            for (int i = 0; i < contents; i++) {
                manifests.add(in.bytes(in.count(1)));
            }
            int count = in.count(BYTES_PER_BLOCK);
            List<Block> found = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                found.add(new Block(in.hash(), in.integer()));
            }
            return found;
        });
        List<Manifest> contents = new ArrayList<>();
        for (byte[] manifest : manifests) {
            contents.add(Manifest.decode(manifest));
        }
        return new PrestagedHeader(contents, blocks);
    }
}

package dev.slipway.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a place that holds one content version whole needs to know of the next one before it fetches packs: the manifest, and those new
 * blocks that are mostly rearranged old ones, such as a WIM's blob table. Both are given as patches, since a WIM that was built anew
 * changes every line of its tables though it changes few resources.
 *
 * <p>Binary form, big-endian: {@code "SLIPUPD1"}, 32 bytes content id of the base, u32 length and bytes of the manifest's patch, u32
 * patched blocks; each 32 bytes SHA-256, u32 length and bytes of its patch. A block's patch is made for the blocks, in order, that
 * the base names and the new manifest does not.
 *
 * @param manifest the new one
 * @param blocks some of its blocks, by their names; each has been hashed
 */
public record ContentUpdate(Manifest manifest, Map<BlockId, byte[]> blocks) {
    private static final long MAGIC = BinaryReader.magic("SLIPUPD1");
    /** A smaller block is fetched as it is. */
    private static final int SMALLEST_BYTES = 1 << 10;
    /** More than this changed: then tables matter little. */
    private static final int MAXIMUM_BASE_BYTES = 32 << 20;

    public ContentUpdate {
        blocks = Map.copyOf(blocks);
    }

    /** Gives the bytes of a block that a store holds. */
    @FunctionalInterface
    public interface BlockReader {
        byte[] read(Block block) throws IOException;
    }

    /** Makes the document; the reader holds the blocks of both manifests. */
    public static byte[] encode(Manifest base, Manifest target, BlockReader reader) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] baseBytes = base.encode();
        out.writeBytes(ByteBuffer.allocate(8 + Sha256.BYTES)
                .putLong(MAGIC)
                .put(Sha256.digest().digest(baseBytes))
                .array());
        write(out, new Patch.Base(baseBytes).patchTo(target.encode()));
        byte[] dropped = dropped(base, target, reader);
        Map<Block, byte[]> patches = new LinkedHashMap<>();
        if (dropped.length > 0) {
            Patch.Base droppedBlocks = new Patch.Base(dropped);
            for (Block block : missing(target, base)) {
                if (block.length() >= SMALLEST_BYTES) {
                    byte[] patch = droppedBlocks.patchTo(reader.read(block));
                    if (patch.length < block.length() / 2) {
                        patches.put(block, patch);
                    }
                }
            }
        }
        out.writeBytes(ByteBuffer.allocate(4).putInt(patches.size()).array());
        for (Map.Entry<Block, byte[]> patch : patches.entrySet()) {
            out.writeBytes(
                    patch.getKey().id().put(ByteBuffer.allocate(Sha256.BYTES)).array());
            write(out, patch.getValue());
        }
        return out.toByteArray();
    }

    /**
     * Reads the document.
     *
     * @param reader gives the blocks of the base
     * @throws ContentException DOCUMENT_INVALID when it was made for another base, or does not give the content
     */
    public static ContentUpdate decode(byte[] bytes, Manifest base, ContentId wanted, BlockReader reader)
            throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte[] baseBytes = base.encode();
            byte[] hash = new byte[Sha256.BYTES];
            check(in.getLong() == MAGIC, "it begins with other bytes than this version of Slipway writes");
            in.get(hash);
            check(BlockId.of(hash).equals(BlockId.of(Sha256.hex(baseBytes))), "it was made for another content");
            byte[] manifestBytes = Patch.apply(baseBytes, read(in));
            check(Sha256.hex(manifestBytes).equals(wanted.hex()), "its manifest is not that of the content");
            Manifest manifest = Manifest.decode(manifestBytes);
            int count = in.getInt();
            check(count >= 0 && count <= in.remaining() / (Sha256.BYTES + 4), "it claims " + count + " blocks");
            byte[] dropped = count == 0 ? new byte[0] : dropped(base, manifest, reader);
            Map<BlockId, byte[]> blocks = new HashMap<>();
            for (int i = 0; i < count; i++) {
                BlockId id = BlockId.get(in);
                byte[] block = Patch.apply(dropped, read(in));
                check(BlockId.of(Sha256.hex(block)).equals(id), "a block in it is not what it says");
                blocks.put(id, block);
            }
            check(!in.hasRemaining(), in.remaining() + " bytes follow its end");
            return new ContentUpdate(manifest, blocks);
        } catch (java.nio.BufferUnderflowException | IllegalArgumentException e) {
            throw new ContentException(
                    ContentError.DOCUMENT_INVALID,
                    "An update of " + bytes.length + " bytes is not valid: " + e.getMessage()
                            + ". Fetch the manifest instead.",
                    e);
        }
    }

    /** @return the content for which the document was made */
    static ContentId base(byte[] document) throws ContentException {
        ByteBuffer in = ByteBuffer.wrap(document);
        if (in.remaining() < 8 + Sha256.BYTES || in.getLong() != MAGIC) {
            throw new ContentException(
                    ContentError.DOCUMENT_INVALID,
                    "An update of " + document.length + " bytes is not valid. Fetch the manifest instead.");
        }
        return new ContentId(BlockId.get(in).hex());
    }

    /** The bytes of the blocks that go; none when they are too many. */
    private static byte[] dropped(Manifest base, Manifest target, BlockReader reader) throws IOException {
        List<Block> blocks = missing(base, target);
        long length = blocks.stream().mapToLong(Block::length).sum();
        if (length > MAXIMUM_BASE_BYTES) {
            return new byte[0];
        }
        ByteBuffer out = ByteBuffer.allocate((int) length);
        for (Block block : blocks) {
            out.put(reader.read(block));
        }
        return out.array();
    }

    /** The blocks of one manifest, in order and each once, that the other does not name. */
    private static List<Block> missing(Manifest from, Manifest in) {
        Set<BlockId> seen = new HashSet<>();
        in.files().forEach(file -> file.blocks().forEach(block -> seen.add(block.id())));
        List<Block> missing = new ArrayList<>();
        for (ContentFile file : from.files()) {
            for (Block block : file.blocks()) {
                if (seen.add(block.id())) {
                    missing.add(block);
                }
            }
        }
        return missing;
    }

    private static void write(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    private static byte[] read(ByteBuffer in) {
        int length = in.getInt();
        check(length >= 0 && length <= in.remaining(), "it claims a patch of " + length + " bytes");
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static void check(boolean condition, String reason) {
        if (!condition) {
            throw new IllegalArgumentException(reason);
        }
    }
}

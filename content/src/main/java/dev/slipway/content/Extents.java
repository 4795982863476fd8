package dev.slipway.content;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the blocks of a manifest lie in one store now: one extent per block of the manifest, in its order.
 *
 * <p>Binary form, big-endian: {@code "SLIPEXT1"}, u32 packs, 32 bytes each; u32 extents, each u32 pack (from 0), i64 offset.
 */
public record Extents(List<Extent> extents) {
    private static final long MAGIC = BinaryReader.magic("SLIPEXT1");
    private static final int BYTES_PER_EXTENT = 4 + 8;

    public Extents {
        extents = List.copyOf(extents);
    }

    public byte[] encode() {
        Map<PackId, Integer> packs = new LinkedHashMap<>();
        extents.forEach(extent -> packs.putIfAbsent(extent.pack(), packs.size()));
        ByteBuffer out = ByteBuffer.allocate(
                8 + 4 + packs.size() * Sha256.BYTES + 4 + Math.multiplyExact(extents.size(), BYTES_PER_EXTENT));
        out.putLong(MAGIC).putInt(packs.size());
        packs.keySet().forEach(pack -> out.put(HexFormat.of().parseHex(pack.hex())));
        out.putInt(extents.size());
        for (Extent extent : extents) {
            out.putInt(packs.getOrDefault(extent.pack(), 0)).putLong(extent.offset());
        }
        return out.array();
    }

    /** @throws ContentException DOCUMENT_INVALID when the bytes are not extents */
    public static Extents decode(byte[] bytes) throws ContentException {
        return BinaryReader.decode(bytes, "A list of extents", MAGIC, Extents::read);
    }

    private static Extents read(BinaryReader in) {
        int packCount = in.count(Sha256.BYTES);
        List<PackId> packs = new ArrayList<>(packCount);
        for (int i = 0; i < packCount; i++) {
            packs.add(new PackId(in.hash().hex()));
        }
        int count = in.count(BYTES_PER_EXTENT);
        List<Extent> extents = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int pack = in.integer();
            in.check(pack >= 0 && pack < packCount, "it names pack " + pack + " of " + packCount);
            extents.add(new Extent(packs.get(pack), in.longInteger()));
        }
        return new Extents(extents);
    }
}

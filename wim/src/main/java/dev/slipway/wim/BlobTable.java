package dev.slipway.wim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of all resources and blobs, [MS-WIM] 2.3: entries of 50 bytes. Metadata resources belong to the images in the
 * order of their entries. Consecutive solid entries are a run: those with the size 2^32 are resources, the others are
 * blobs whose offsets count through the uncompressed data of the run's resources.
 */
final class BlobTable {
    static final int ENTRY_SIZE = 50;
    private static final long SOLID_RESOURCE = 0x1_0000_0000L;
    private static final int SOLID_HEAD = 16;
    private static final int MAX_BYTES = 512 << 20;

    private final ReadAt source;
    private final WimHeader header;
    private final long fileSize;
    private final Map<Sha1, Blob> blobs = new HashMap<>();
    private final List<Blob> metadata = new ArrayList<>();
    private final List<Resource> resources = new ArrayList<>();
    private final List<Resource> solidRun = new ArrayList<>();
    private final List<Entry> solidBlobs = new ArrayList<>();

    private record Entry(Resource resource, int part, int references, Sha1 sha1) {}

    private BlobTable(ReadAt source, WimHeader header) throws IOException {
        this.source = source;
        this.fileSize = source.size();
        this.header = header;
    }

    static BlobTable read(ReadAt source, WimHeader header) throws IOException {
        BlobTable table = new BlobTable(source, header);
        byte[] bytes = ResourceBytes.read(source, header.blobTable(), "blob table", MAX_BYTES);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        RawResource raw = new RawResource(buffer, header.compression(), header.chunkSize(), header.pipable());
        for (int at = 0; at + ENTRY_SIZE <= bytes.length; at += ENTRY_SIZE) {
            int part = buffer.getShort(at + 24) & 0xffff;
            table.add(new Entry(raw.at(at), part, buffer.getInt(at + 26), Sha1.of(bytes, at + 30)));
        }
        table.endSolidRun();
        table.checkOverlaps();
        return table;
    }

    /** The table of a file that is not split. Metadata must stand in the order of the images. */
    static byte[] encode(List<Blob> plain) {
        return encode(plain, List.of(), List.of());
    }

    /**
     * The table of a file that is not split: first the blobs with a resource of their own, then one solid run.
     *
     * @param solid the solid resources, in the order in which the offsets of the run count
     * @param inSolid the blobs that lie in them
     */
    static byte[] encode(List<Blob> plain, List<Resource> solid, List<Blob> inSolid) {
        int entries = plain.size() + solid.size() + inSolid.size();
        ByteBuffer table =
                ByteBuffer.allocate(Math.multiplyExact(entries, ENTRY_SIZE)).order(ByteOrder.LITTLE_ENDIAN);
        for (Blob blob : plain) {
            putEntry(table, blob.resource(), blob.referenceCount(), blob.sha1());
        }
        Map<Long, Long> starts = new HashMap<>();
        long start = 0;
        for (Resource resource : solid) {
            starts.put(resource.offset(), start);
            start += resource.uncompressedSize();
            putEntry(table, solidEntry(resource.offset(), resource.sizeInWim(), SOLID_RESOURCE), 1, Sha1.ZERO);
        }
        for (Blob blob : inSolid) {
            long offset = starts.getOrDefault(blob.resource().offset(), 0L) + blob.offsetInResource();
            putEntry(table, solidEntry(offset, blob.size(), 0), blob.referenceCount(), blob.sha1());
        }
        return table.array();
    }

    private static Resource solidEntry(long offset, long size, long uncompressedSize) {
        return new Resource(offset, size, uncompressedSize, Resource.SOLID, Compression.NONE, 0, false);
    }

    private static void putEntry(ByteBuffer table, Resource resource, int references, Sha1 sha1) {
        int at = table.position();
        RawResource.put(table, at, resource);
        table.putShort(at + 24, (short) 1);
        table.putInt(at + 26, references);
        table.put(at + 30, sha1.bytes());
        table.position(at + ENTRY_SIZE);
    }

    private void add(Entry entry) throws IOException {
        Resource resource = entry.resource();
        if (resource.isSolid() && header.version() == WimHeader.VERSION_SOLID) {
            if (resource.uncompressedSize() == SOLID_RESOURCE) {
                addSolidResource(resource);
            } else {
                solidBlobs.add(entry);
            }
            return;
        }
        endSolidRun();
        addPlain(entry, withoutSolid(resource));
    }

    private static Resource withoutSolid(Resource resource) {
        return new Resource(
                resource.offset(),
                resource.sizeInWim(),
                resource.uncompressedSize(),
                resource.flags() & ~Resource.SOLID,
                resource.compression(),
                resource.chunkSize(),
                resource.pipable());
    }

    private void addPlain(Entry entry, Resource resource) throws WimException {
        boolean unused = entry.sha1().isZero() || resource.sizeInWim() == 0 || resource.isFree();
        if (unused || (resource.isMetadata() && entry.references() == 0)) {
            return;
        }
        WimHeader.checkInside("blob " + entry.sha1().hex(), resource, fileSize);
        if (resource.uncompressedSize() <= 0
                || (!resource.isCompressed() && resource.uncompressedSize() != resource.sizeInWim())) {
            throw WimException.corrupt(
                    "The blob table gives blob " + entry.sha1().hex() + " the size "
                            + resource.uncompressedSize() + " and " + resource.sizeInWim()
                            + " in the file, which cannot be. Copy the file again from its origin.");
        }
        if (entry.part() != header.part()) {
            throw new WimException(
                    WimException.Code.SPLIT_PART,
                    "Blob " + entry.sha1().hex() + " lies in part " + entry.part()
                            + " of a split WIM. Join the parts and use the result.");
        }
        Blob blob = new Blob(entry.sha1(), resource.uncompressedSize(), resource, 0, entry.references());
        if (resource.isMetadata()) {
            if (metadata.size() < header.imageCount()) {
                metadata.add(blob);
                resources.add(resource);
            }
        } else if (blobs.putIfAbsent(blob.sha1(), blob) == null) {
            resources.add(resource);
        }
    }

    private void addSolidResource(Resource resource) throws IOException {
        WimHeader.checkInside("solid resource", resource, fileSize);
        if (resource.sizeInWim() < SOLID_HEAD) {
            throw WimException.corrupt("The solid resource at byte " + resource.offset() + " has only "
                    + resource.sizeInWim() + " bytes. Copy the file again from its origin.");
        }
        ByteBuffer head = ByteBuffer.allocate(SOLID_HEAD).order(ByteOrder.LITTLE_ENDIAN);
        source.readFully(resource.offset(), head);
        long size = head.getLong(0);
        int chunkSize = head.getInt(8);
        int format = head.getInt(12);
        if (format < 0 || format >= Compression.values().length) {
            throw new WimException(
                    WimException.Code.UNSUPPORTED_COMPRESSION,
                    "The solid resource at byte " + resource.offset() + " has the unknown compression " + format + ".");
        }
        Compression compression = Compression.values()[format];
        if (size < 0 || chunkSize <= 0 || compression == Compression.NONE || !compression.allowsChunkSize(chunkSize)) {
            throw WimException.corrupt("The solid resource at byte " + resource.offset() + " claims " + size
                    + " bytes in chunks of " + Integer.toUnsignedString(chunkSize) + " (" + compression
                    + "), which cannot be. Copy the file again from its origin.");
        }
        Resource solid = new Resource(
                resource.offset(), resource.sizeInWim(), size, resource.flags(), compression, chunkSize, false);
        solidRun.add(solid);
        resources.add(solid);
    }

    private void endSolidRun() throws WimException {
        long[] starts = new long[solidRun.size() + 1];
        for (int i = 0; i < solidRun.size(); i++) {
            starts[i + 1] = starts[i] + solidRun.get(i).uncompressedSize();
            if (starts[i + 1] < 0) {
                throw WimException.corrupt("The solid resources claim more bytes than can be counted.");
            }
        }
        long previousEnd = 0;
        solidBlobs.sort(Comparator.comparingLong(entry -> entry.resource().offset()));
        for (Entry entry : solidBlobs) {
            long offset = entry.resource().offset();
            long size = entry.resource().sizeInWim();
            if (entry.sha1().isZero() || size == 0) {
                continue;
            }
            if (entry.resource().isMetadata()) {
                throw WimException.corrupt("An image's metadata lies in a solid resource, which no program writes.");
            }
            int index = find(starts, offset);
            if (offset < previousEnd || index < 0 || size > starts[index + 1] - offset) {
                throw WimException.corrupt(
                        "Blob " + entry.sha1().hex() + " does not lie within a solid resource by itself" + " (offset "
                                + offset + ", size " + size + "). Copy the file again from its origin.");
            }
            previousEnd = offset + size;
            Resource resource = solidRun.get(index);
            blobs.putIfAbsent(
                    entry.sha1(), new Blob(entry.sha1(), size, resource, offset - starts[index], entry.references()));
        }
        solidRun.clear();
        solidBlobs.clear();
    }

    /** The index of the resource in which an offset of the run lies; -1 if in none. */
    private static int find(long[] starts, long offset) {
        int low = 0;
        int high = starts.length - 2;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (offset < starts[middle]) {
                high = middle - 1;
            } else if (offset >= starts[middle + 1]) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    /** Resources that share bytes would let a small file claim endless work. */
    private void checkOverlaps() throws WimException {
        resources.sort(Comparator.comparingLong(Resource::offset));
        for (int i = 1; i < resources.size(); i++) {
            Resource before = resources.get(i - 1);
            Resource resource = resources.get(i);
            boolean sharedMetadata = resource.isMetadata() && resource.equals(before);
            if (resource.offset() < before.end() && !sharedMetadata) {
                throw WimException.corrupt("Two resources of the blob table overlap at byte " + resource.offset()
                        + ". Copy the file again from its origin.");
            }
        }
    }

    Map<Sha1, Blob> blobs() {
        return blobs;
    }

    /** The metadata of the images, in their order. */
    List<Blob> metadata() {
        return metadata;
    }

    /** All resources in the order of the file. */
    List<Resource> resources() {
        return resources;
    }
}

package dev.slipway.wim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The header of a WIM, [MS-WIM] 2.1: 208 bytes.
 *
 * @param version 68864, or 3584 for files that may hold solid resources
 * @param flags as in the file
 * @param chunkSize bytes of an uncompressed chunk of resources that are not solid; 0 if they are not compressed
 * @param guid thirty-two hexadecimal digits, in the order of the file
 * @param part number of this part, 1 in a file that is not split
 * @param parts 1 in a file that is not split
 * @param bootMetadata metadata of the image to boot, absent if there is none
 * @param bootIndex number of the image to boot, 0 if there is none
 * @param pipable true for the layout that can be applied while it arrives, an extension of wimlib
 */
public record WimHeader(
        int version,
        int flags,
        Compression compression,
        int chunkSize,
        String guid,
        int part,
        int parts,
        int imageCount,
        Resource blobTable,
        Resource xml,
        Resource bootMetadata,
        int bootIndex,
        Resource integrityTable,
        boolean pipable) {
    /** Size of a header in bytes. */
    public static final int SIZE = 208;

    public static final int VERSION_DEFAULT = 0x10d00;
    public static final int VERSION_SOLID = 0xe00;

    static final int FLAG_COMPRESSED = 0x2;
    static final int FLAG_READ_ONLY = 0x4;
    static final int FLAG_SPANNED = 0x8;
    static final int FLAG_WRITE_IN_PROGRESS = 0x40;
    static final int FLAG_XPRESS = 0x20000;
    static final int FLAG_LZX = 0x40000;
    static final int FLAG_LZMS = 0x80000;
    static final int FLAG_XPRESS_SMALL_CHUNKS = 0x200000;

    static final long MAGIC = magic("MSWIM");
    static final long MAGIC_PIPABLE = magic("WLPWM");
    private static final int DEFAULT_CHUNK_SIZE = 32768;
    private static final int MAX_IMAGES = 65535;

    private static long magic(String letters) {
        long value = 0;
        for (int i = 0; i < letters.length(); i++) {
            value |= (long) letters.charAt(i) << (8 * i);
        }
        return value;
    }

    /** The header as it lies in a file. */
    byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, pipable ? MAGIC_PIPABLE : MAGIC);
        bytes.putInt(8, SIZE);
        bytes.putInt(12, version);
        bytes.putInt(16, flags);
        bytes.putInt(20, chunkSize);
        bytes.put(24, HexFormat.of().parseHex(guid));
        bytes.putShort(40, (short) part);
        bytes.putShort(42, (short) parts);
        bytes.putInt(44, imageCount);
        RawResource.put(bytes, 48, blobTable);
        RawResource.put(bytes, 72, xml);
        RawResource.put(bytes, 96, bootMetadata);
        bytes.putInt(120, bootIndex);
        RawResource.put(bytes, 124, integrityTable);
        return bytes.array();
    }

    static WimHeader read(ReadAt source) throws IOException {
        WimHeader first = readAt(source, 0);
        // A pipable file that was written into a pipe has its complete header only at its end.
        boolean atEnd = first.pipable && !first.blobTable.isPresent();
        WimHeader header = atEnd ? readAt(source, source.size() - SIZE) : first;
        header.check(source.size());
        return header;
    }

    private static WimHeader readAt(ReadAt source, long position) throws IOException {
        if (position < 0 || source.size() < SIZE) {
            throw new WimException(
                    WimException.Code.NOT_A_WIM,
                    "The file has " + source.size() + " bytes and cannot be a WIM, whose header alone has " + SIZE
                            + ". Check that it was copied completely.");
        }
        ByteBuffer buffer = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        source.readFully(position, buffer);
        return parse(buffer.flip(), position, source.size());
    }

    private static WimHeader parse(ByteBuffer buffer, long position, long fileSize) throws WimException {
        long magic = buffer.getLong(0);
        if (magic != MAGIC && magic != MAGIC_PIPABLE) {
            if (position != 0) {
                throw new WimException(
                        WimException.Code.TRUNCATED,
                        "The pipable WIM ends at byte " + fileSize
                                + " without the header that closes it. Copy or create the file again.");
            }
            throw new WimException(
                    WimException.Code.NOT_A_WIM,
                    "The file does not begin with the letters MSWIM. Check that it is a WIM or ESD file.");
        }
        boolean pipable = magic == MAGIC_PIPABLE;
        if (buffer.getInt(8) != SIZE) {
            throw new WimException(
                    WimException.Code.UNSUPPORTED_VERSION,
                    "The header claims a size of " + buffer.getInt(8) + " bytes; only " + SIZE + " is known.");
        }
        int flags = buffer.getInt(16);
        Compression compression = compression(flags);
        int chunkSize = compression == Compression.NONE ? 0 : buffer.getInt(20);
        if (compression != Compression.NONE && chunkSize == 0) {
            chunkSize = DEFAULT_CHUNK_SIZE;
        }
        byte[] guid = new byte[16];
        buffer.get(24, guid);
        RawResource raw = new RawResource(buffer, compression, chunkSize, pipable);
        return new WimHeader(
                buffer.getInt(12),
                flags,
                compression,
                chunkSize,
                HexFormat.of().formatHex(guid),
                buffer.getShort(40) & 0xffff,
                buffer.getShort(42) & 0xffff,
                buffer.getInt(44),
                raw.at(48),
                raw.at(72),
                raw.at(96),
                buffer.getInt(120),
                raw.at(124),
                pipable);
    }

    private static Compression compression(int flags) throws WimException {
        if ((flags & FLAG_COMPRESSED) == 0) {
            return Compression.NONE;
        }
        if ((flags & (FLAG_XPRESS | FLAG_XPRESS_SMALL_CHUNKS)) != 0) {
            return Compression.XPRESS;
        }
        if ((flags & FLAG_LZX) != 0) {
            return Compression.LZX;
        }
        if ((flags & FLAG_LZMS) != 0) {
            return Compression.LZMS;
        }
        throw new WimException(
                WimException.Code.UNSUPPORTED_COMPRESSION,
                "The header names a compression that is not XPRESS, LZX or LZMS (flags "
                        + HexFormat.of().toHexDigits(flags) + "). Export the image with one of these.");
    }

    private void check(long fileSize) throws WimException {
        if (version != VERSION_DEFAULT && version != VERSION_SOLID) {
            throw new WimException(
                    WimException.Code.UNSUPPORTED_VERSION,
                    "The file has version " + Integer.toUnsignedString(version) + " of the format; versions "
                            + VERSION_DEFAULT + " and " + VERSION_SOLID + " can be read.");
        }
        if (!compression.allowsChunkSize(chunkSize)) {
            throw new WimException(
                    WimException.Code.UNSUPPORTED_COMPRESSION,
                    "The header names chunks of " + Integer.toUnsignedString(chunkSize) + " bytes, which " + compression
                            + " does not have.");
        }
        if (parts != 1 || part != 1) {
            throw new WimException(
                    WimException.Code.SPLIT_PART,
                    "The file is part " + part + " of " + parts
                            + " of a split WIM. Join the parts (wimlib-imagex join, Dism /Export-Image) and use the result.");
        }
        if (imageCount < 0 || imageCount > MAX_IMAGES || bootIndex < 0 || bootIndex > imageCount) {
            throw WimException.corrupt(
                    "The header names " + Integer.toUnsignedString(imageCount) + " images and boots image "
                            + Integer.toUnsignedString(bootIndex) + ". Copy the file again from its origin.");
        }
        checkInside("blob table", blobTable, fileSize);
        checkInside("XML data", xml, fileSize);
        checkInside("integrity table", integrityTable, fileSize);
        if (!blobTable.isPresent()) {
            throw WimException.corrupt("The header names no blob table."
                    + ((flags & FLAG_WRITE_IN_PROGRESS) != 0
                            ? " The program that wrote the file did not finish."
                            : ""));
        }
    }

    static void checkInside(String what, Resource resource, long fileSize) throws WimException {
        if (!resource.isPresent()) {
            return;
        }
        if (resource.offset() < 0 || resource.offset() > Long.MAX_VALUE - resource.sizeInWim()) {
            throw WimException.corrupt("The " + what + " lies at the impossible offset "
                    + Long.toUnsignedString(resource.offset()) + ". Copy the file again from its origin.");
        }
        if (resource.end() > fileSize) {
            throw new WimException(
                    WimException.Code.TRUNCATED,
                    "The file ends at byte " + fileSize + ", but its " + what + " reaches to byte " + resource.end()
                            + ". Copy the file again from its origin.");
        }
    }
}

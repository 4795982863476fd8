package dev.slipway.wim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads an image's metadata, [MS-WIM] 2.4: security descriptors, then directory entries. The entries of a folder lie one
 * after the other, ended by eight zero bytes; each folder says where its entries begin.
 */
final class MetadataParser {
    private static final int ENTRY_FIXED = 102;
    private static final int STREAM_FIXED = 38;

    private static final int MAX_DEPTH = 16384;

    /** In characters; Windows itself stops at 32,767. */
    private static final int MAX_PATH = 65535;

    private final ByteBuffer buffer;
    private final byte[] bytes;

    /** No two entries share bytes, so the size bounds their number; more means that folders share or contain each other. */
    private long entriesLeft;

    private record Folder(List<Dentry> children, long childrenAt, int depth, int pathLength) {}

    /** A parsed entry, where the one after it begins, and where its children begin (0: none). */
    private record Parsed(Dentry dentry, List<Dentry> children, int next, long childrenAt) {}

    private MetadataParser(byte[] bytes) {
        this.bytes = bytes;
        this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.entriesLeft = bytes.length / (ENTRY_FIXED + 2) + 1L;
    }

    /** @throws WimException with code CORRUPT if the metadata contradicts the format */
    static Image parse(int index, byte[] metadata) throws WimException {
        MetadataParser parser = new MetadataParser(metadata);
        try {
            List<byte[]> descriptors = new ArrayList<>();
            int rootAt = parser.readSecurity(descriptors);
            return new Image(index, descriptors, parser.readTree(rootAt));
        } catch (WimException e) {
            throw new WimException(
                    WimException.Code.CORRUPT,
                    "The metadata of image " + index + " is damaged: " + e.getMessage()
                            + ". Copy the file again from its origin.",
                    e);
        }
    }

    /** Returns where the root's entry begins. */
    private int readSecurity(List<byte[]> descriptors) throws WimException {
        if (bytes.length < 8) {
            throw WimException.corrupt("it has only " + bytes.length + " bytes");
        }
        // A length of 0 stands for 8, an empty table.
        long total = Math.max(8, align(buffer.getInt(0) & 0xffff_ffffL));
        long count = buffer.getInt(4) & 0xffff_ffffL;
        if (total > bytes.length || 8 + 8 * count > total) {
            throw WimException.corrupt(count + " security descriptors in " + total + " bytes do not fit");
        }
        long at = 8 + 8 * count;
        for (int i = 0; i < count; i++) {
            long size = buffer.getLong(8 + 8 * i);
            if (size < 0 || size > total - at) {
                throw WimException.corrupt("security descriptor " + i + " has " + size + " bytes");
            }
            byte[] descriptor = new byte[(int) size];
            buffer.get((int) at, descriptor);
            descriptors.add(descriptor);
            at += size;
        }
        return (int) total;
    }

    private static long align(long length) {
        return length + 7 & ~7L;
    }

    private Dentry readTree(int rootAt) throws WimException {
        if (isEnd(rootAt)) {
            throw WimException.corrupt("it has no root folder");
        }
        Parsed root = readEntry(rootAt);
        Deque<Folder> open = new ArrayDeque<>();
        open.push(new Folder(root.children, root.childrenAt, 1, 0));
        while (!open.isEmpty()) {
            Folder folder = open.pop();
            if (folder.childrenAt != 0) {
                readFolder(folder, open);
            }
        }
        return root.dentry;
    }

    private void readFolder(Folder folder, Deque<Folder> open) throws WimException {
        if (folder.depth > MAX_DEPTH || folder.pathLength > MAX_PATH) {
            throw WimException.corrupt("its folders are nested too deep: " + folder.depth + " levels, paths of "
                    + folder.pathLength + " characters");
        }
        if (folder.childrenAt < 0 || folder.childrenAt > bytes.length) {
            throw WimException.corrupt("a folder's entries lie at offset " + folder.childrenAt);
        }
        Set<String> names = new HashSet<>();
        int at = (int) folder.childrenAt;
        while (!isEnd(at)) {
            Parsed child = readEntry(at);
            // Such names would lead out of the folder or hide another file; others ignore them, too.
            boolean usable = isUsable(child.dentry.name()) && names.add(child.dentry.name());
            if (usable) {
                folder.children.add(child.dentry);
                if (child.dentry.isDirectory()) {
                    int pathLength = folder.pathLength + 1 + child.dentry.name().length();
                    open.push(new Folder(child.children, child.childrenAt, folder.depth + 1, pathLength));
                }
            }
            at = child.next;
        }
    }

    private static boolean isUsable(String name) {
        return !name.isEmpty() && !name.equals(".") && !name.equals("..") && name.indexOf('\0') < 0;
    }

    private boolean isEnd(int at) throws WimException {
        if (at > bytes.length - 8) {
            throw WimException.corrupt("a folder's entries run past the end");
        }
        long length = buffer.getLong(at);
        return length >= 0 && length <= 8;
    }

    private Parsed readEntry(int at) throws WimException {
        if (--entriesLeft < 0) {
            throw WimException.corrupt("folders contain themselves or share their entries");
        }
        long length = buffer.getLong(at);
        if (length < ENTRY_FIXED || length > bytes.length || align(length) > bytes.length - at) {
            throw WimException.corrupt("the entry at offset " + at + " has a length of " + length);
        }
        int end = at + (int) align(length);
        int extraStreams = buffer.getShort(at + 96) & 0xffff;
        int shortNameBytes = buffer.getShort(at + 98) & 0xffff;
        int nameBytes = buffer.getShort(at + 100) & 0xffff;
        int nameAt = at + ENTRY_FIXED;
        int shortNameAt = nameAt + (nameBytes == 0 ? 0 : nameBytes + 2);
        int itemsAt = shortNameAt + (shortNameBytes == 0 ? 0 : shortNameBytes + 2);
        if ((nameBytes & 1) != 0 || (shortNameBytes & 1) != 0 || itemsAt > end) {
            throw WimException.corrupt("the names of the entry at offset " + at + " do not fit into it");
        }
        int attributes = buffer.getInt(at + 8);
        DentryFields fields = new DentryFields(
                text(nameAt, nameBytes),
                text(shortNameAt, shortNameBytes),
                attributes,
                buffer.getInt(at + 12),
                buffer.getLong(at + 40),
                buffer.getLong(at + 48),
                buffer.getLong(at + 56),
                buffer.getLong(at + 88),
                items((int) (at + align(itemsAt - at)), end));
        List<Dentry.Stream> streams = new ArrayList<>();
        int next = readStreams(end, extraStreams, Sha1.of(bytes, at + 64), attributes, streams);
        List<Dentry> children = new ArrayList<>(0);
        return new Parsed(new Dentry(fields, streams, children), children, next, buffer.getLong(at + 16));
    }

    private byte[] items(int from, int end) {
        if (from >= end) {
            return new byte[0];
        }
        byte[] items = new byte[end - from];
        buffer.get(from, items);
        return items;
    }

    private String text(int at, int length) {
        return new String(bytes, at, length, StandardCharsets.UTF_16LE);
    }

    /**
     * Which stream is what is not written down. An unnamed stream of a reparse point is the reparse point if it is the
     * first with content, the data otherwise. The hash in the entry itself counts as the first stream.
     */
    private int readStreams(int from, int extra, Sha1 defaultSha1, int attributes, List<Dentry.Stream> streams)
            throws WimException {
        StreamKinds kinds = new StreamKinds(attributes, streams);
        kinds.add("", defaultSha1, true);
        int at = from;
        for (int i = 0; i < extra; i++) {
            if (at > bytes.length - STREAM_FIXED) {
                throw WimException.corrupt("the streams of a file run past the end");
            }
            long length = buffer.getLong(at);
            int nameBytes = buffer.getShort(at + 36) & 0xffff;
            boolean fits =
                    length >= STREAM_FIXED + nameBytes && length <= bytes.length && align(length) <= bytes.length - at;
            if (!fits || (nameBytes & 1) != 0) {
                throw WimException.corrupt("the stream at offset " + at + " has a length of " + length);
            }
            kinds.add(text(at + STREAM_FIXED, nameBytes), Sha1.of(bytes, at + 16), false);
            at += (int) align(length);
        }
        kinds.finish();
        return at;
    }
}

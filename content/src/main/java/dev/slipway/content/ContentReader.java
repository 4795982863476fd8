package dev.slipway.content;

import dev.slipway.wim.ReadAt;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A file of a content version, read out of the store's packs, each block checked once; several threads may read at once. */
final class ContentReader implements ReadAt {
    private final StoreFolder folder;
    private final BlockIndex index;
    private final ContentFile file;
    private final Extent[] extents;
    private final long[] starts;
    private final Map<PackId, ReadAt> packs = new HashMap<>();
    private final BitSet checked = new BitSet();
    private boolean closed;

    ContentReader(StoreFolder folder, BlockIndex index, ContentFile file, List<Extent> extents) {
        this.folder = folder;
        this.index = index;
        this.file = file;
        this.extents = extents.toArray(Extent[]::new);
        this.starts = starts(file.blocks());
    }

    /** @return where each block begins in its file, and at last where the file ends */
    static long[] starts(List<Block> blocks) {
        long[] starts = new long[blocks.size() + 1];
        for (int i = 0; i < blocks.size(); i++) {
            starts[i + 1] = starts[i] + blocks.get(i).length();
        }
        return starts;
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public void readFully(long position, ByteBuffer destination) throws IOException {
        if (position < 0 || position > file.size() - destination.remaining()) {
            throw new EOFException(file.path() + " has " + file.size() + " bytes; " + destination.remaining() + " from "
                    + position + " on were to be read");
        }
        long at = position;
        while (destination.hasRemaining()) {
            int found = Arrays.binarySearch(starts, at);
            int block = found < 0 ? -found - 2 : found;
            int count = (int) (Math.min(starts[block + 1], at + destination.remaining()) - at);
            int limit = destination.limit();
            destination.limit(destination.position() + count);
            if (isChecked(block)) {
                read(block, at - starts[block], destination);
            } else {
                readAndCheck(block, (int) (at - starts[block]), destination);
            }
            destination.limit(limit);
            at += count;
        }
    }

    /** The first time, all of a block is read, since only the whole has a hash. */
    private void readAndCheck(int block, int offset, ByteBuffer destination) throws IOException {
        Block wanted = file.blocks().get(block);
        boolean isAll = destination.remaining() == wanted.length();
        ByteBuffer whole = isAll ? destination.slice() : ByteBuffer.allocate(wanted.length());
        read(block, 0, whole);
        if (!isWhole(whole.flip(), wanted) && !readOtherCopy(block, whole)) {
            throw new ContentException(
                    ContentError.STORE_DAMAGED,
                    "Block " + wanted.id() + " of " + file.path() + " is damaged in pack " + extents[block].pack()
                            + ". Validate the content, then add it again from its source.");
        }
        setChecked(block);
        if (isAll) {
            destination.position(destination.limit());
        } else {
            destination.put(whole.slice(offset, destination.remaining()));
        }
    }

    private static boolean isWhole(ByteBuffer bytes, Block wanted) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes.duplicate());
        return BlockId.of(digest.digest()).equals(wanted.id());
    }

    /** Two ingests side by side may both have stored the block. @return false when no copy is whole */
    private boolean readOtherCopy(int block, ByteBuffer whole) throws IOException {
        Block wanted = file.blocks().get(block);
        for (BlockLocation copy : index.copies(wanted.id())) {
            Extent extent = new Extent(copy.pack(), copy.offset());
            if (copy.length() == wanted.length() && !extent.equals(extents[block])) {
                try {
                    readPack(extent, 0, whole.clear());
                } catch (NoSuchFileException e) {
                    continue; // just collected
                }
                if (isWhole(whole.flip(), wanted)) {
                    extents[block] = extent;
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isChecked(int block) {
        synchronized (checked) {
            return checked.get(block);
        }
    }

    private void setChecked(int block) {
        synchronized (checked) {
            checked.set(block);
        }
    }

    private void read(int block, long offset, ByteBuffer destination) throws IOException {
        int mark = destination.position();
        try {
            readPack(extents[block], offset, destination);
        } catch (NoSuchFileException e) {
            // The pack was collected long after this file was opened; what is still wanted lies elsewhere now.
            destination.position(mark);
            BlockLocation location = index.find(file.blocks().get(block))
                    .orElseThrow(() -> new ContentException(
                            ContentError.CONTENT_UNKNOWN,
                            "The content of " + file.path() + " was removed while it was being read. Add it again."));
            readPack(new Extent(location.pack(), location.offset()), offset, destination);
        }
    }

    private void readPack(Extent extent, long offset, ByteBuffer destination) throws IOException {
        try {
            open(extent.pack()).readFully(extent.offset() + offset, destination);
        } catch (EOFException e) {
            throw new ContentException(
                    ContentError.STORE_DAMAGED,
                    "Pack " + extent.pack() + " ends within " + file.path()
                            + ". Validate the content, then add it again from its source.",
                    e);
        }
    }

    private synchronized ReadAt open(PackId pack) throws IOException {
        if (closed) {
            throw new IOException(file.path() + " was closed");
        }
        ReadAt open = packs.get(pack);
        if (open == null) {
            open = ReadAt.of(folder.pack(pack, StoreFolder.PACK));
            packs.put(pack, open);
        }
        return open;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (ReadAt pack : packs.values()) {
            pack.close();
        }
    }
}

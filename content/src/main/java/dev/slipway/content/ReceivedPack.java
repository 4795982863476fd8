package dev.slipway.content;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A pack that grows by the blocks that arrive. Not through a channel, which an interrupt would close in the middle of a block. */
final class ReceivedPack implements AutoCloseable {
    private final StoreFolder folder;
    private final Path incoming;
    private final FileOutputStream out;
    private final List<Block> blocks = new ArrayList<>();
    private long bytes;

    ReceivedPack(StoreFolder folder) throws IOException {
        this.folder = folder;
        this.incoming = folder.newIncoming();
        this.out = new FileOutputStream(incoming.resolve("new").toFile());
    }

    void add(Block block, byte[] data) throws IOException {
        out.write(data);
        blocks.add(block);
        bytes += data.length;
    }

    long bytes() {
        return bytes;
    }

    List<Block> blocks() {
        return blocks;
    }

    /**
     * Makes the pack exist.
     *
     * @param claim keeps it from being collected until a manifest names it
     * @param added tells the index
     */
    PackId commit(BlockIndex.Claim claim, BiConsumer<PackId, PackIndex> added) throws IOException {
        out.getFD().sync();
        out.close();
        PackIndex packIndex = new PackIndex(blocks);
        PackId id = packIndex.packId();
        claim.keep(id);
        folder.step(() -> {
            Files.move(incoming.resolve("new"), incoming.resolve(id.hex() + StoreFolder.PACK));
            DurableFiles.writeFlushed(incoming.resolve(id.hex() + StoreFolder.INDEX), packIndex.encode());
            folder.commit(incoming, () -> added.accept(id, packIndex));
        });
        return id;
    }

    /** Deletes what was not committed. */
    @Override
    public void close() throws IOException {
        out.close();
        folder.delete(incoming);
    }
}

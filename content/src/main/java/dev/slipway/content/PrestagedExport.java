package dev.slipway.content;

import dev.slipway.wim.ReadAt;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a prestaged content file; each block is hashed on its way, so that no damaged one is carried on. */
final class PrestagedExport {
    private static final int BUFFER_BYTES = 1 << 20;

    private final StoreFolder folder;
    private final BlockIndex index;
    private final List<Manifest> contents;
    private final List<Manifest> present;
    private final IngestProgress progress;

    private record Placed(Block block, BlockLocation location) {}

    /** @param present contents that the receiver has already; their blocks are left out */
    PrestagedExport(
            StoreFolder folder,
            BlockIndex index,
            List<Manifest> contents,
            List<Manifest> present,
            IngestProgress progress) {
        this.folder = folder;
        this.index = index;
        this.contents = contents;
        this.present = present;
        this.progress = progress;
    }

    /** @return the file's size in bytes */
    long write(Path target) throws ContentException, InterruptedException {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try (BlockIndex.Claim claim = index.claim()) {
            List<Placed> blocks = locate(claim);
            PrestagedHeader header = new PrestagedHeader(
                    contents, blocks.stream().map(Placed::block).toList());
            try (FileOutputStream file = new FileOutputStream(partial.toFile());
                    OutputStream out = new BufferedOutputStream(file, BUFFER_BYTES)) {
                byte[] encoded = header.encode();
                out.write(encoded);
                copy(blocks, header.blockBytes(), out);
                out.write(Sha256.digest().digest(encoded));
                out.flush();
                file.getFD().sync();
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return Files.size(target);
        } catch (ContentException e) {
            throw e;
        } catch (InterruptedIOException e) {
            throw new InterruptedException("The export was interrupted");
        } catch (IOException e) {
            throw new ContentException(
                    ContentError.EXPORT_FAILED,
                    target + " could not be written: " + e
                            + ". Check that there is room for it and that this account may write there.",
                    e);
        } finally {
            discard(partial);
        }
    }

    private static void discard(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            System.getLogger(PrestagedExport.class.getName())
                    .log(System.Logger.Level.WARNING, "Left " + partial + ", which may be deleted", e);
        }
    }

    /** @return each block once, in the order in which the packs are read best */
    private List<Placed> locate(BlockIndex.Claim claim) throws ContentException {
        Map<BlockId, Block> wanted = new LinkedHashMap<>();
        for (Manifest manifest : contents) {
            manifest.files().forEach(file -> file.blocks().forEach(block -> wanted.put(block.id(), block)));
        }
        for (Manifest manifest : present) {
            manifest.files().forEach(file -> file.blocks().forEach(block -> wanted.remove(block.id())));
        }
        List<Placed> placed = new ArrayList<>(wanted.size());
        for (Block block : wanted.values()) {
            placed.add(new Placed(
                    block,
                    claim.find(block)
                            .filter(found -> found.length() == block.length())
                            .orElseThrow(() -> damaged(block))));
        }
        placed.sort(
                Comparator.comparing((Placed block) -> block.location().pack().hex())
                        .thenComparingLong(block -> block.location().offset()));
        return placed;
    }

    private void copy(List<Placed> blocks, long total, OutputStream out) throws IOException, InterruptedException {
        MessageDigest digest = Sha256.digest();
        byte[] bytes = new byte[Block.MAXIMUM_LENGTH];
        long done = 0;
        int next = 0;
        while (next < blocks.size()) {
            PackId pack = blocks.get(next).location().pack();
            try (ReadAt in = ReadAt.of(folder.pack(pack, StoreFolder.PACK))) {
                for (;
                        next < blocks.size()
                                && blocks.get(next).location().pack().equals(pack);
                        next++) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("The export was interrupted");
                    }
                    Placed block = blocks.get(next);
                    int length = block.block().length();
                    in.readFully(block.location().offset(), ByteBuffer.wrap(bytes, 0, length));
                    digest.update(bytes, 0, length);
                    if (!BlockId.of(digest.digest()).equals(block.block().id())) {
                        throw damaged(block.block());
                    }
                    out.write(bytes, 0, length);
                    done += length;
                    progress.advanced(done, total);
                }
            }
        }
    }

    private static ContentException damaged(Block block) {
        return new ContentException(
                ContentError.STORE_DAMAGED,
                "Block " + block.id() + " is missing or damaged, so nothing is exported. Validate the content first.");
    }
}

package dev.slipway.content;

import dev.slipway.wim.ReadAt;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One run through the sources: reads, cuts and hashes blocks on the caller's thread, while {@link IngestWriter} hashes whole files
 * and writes the pack on another.
 */
final class Ingest {
    private static final long NANOSECONDS_BETWEEN_PROGRESS = 100_000_000;

    private final StoreFolder folder;
    private final BlockIndex index;
    private final StoreExtents extents;
    private final List<SourceFile> sources;
    private final IngestProgress progress;

    private final MessageDigest blockDigest = Sha256.digest();
    private final byte[] hash = new byte[Sha256.BYTES];
    private final List<Block> newBlocks = new ArrayList<>();
    private final Set<BlockId> newIds = new HashSet<>();
    private long newBytes;
    private long doneBytes;
    private long totalBytes;
    private long nextProgress = System.nanoTime();

    Ingest(
            StoreFolder folder,
            BlockIndex index,
            StoreExtents extents,
            List<SourceFile> sources,
            IngestProgress progress) {
        this.folder = folder;
        this.index = index;
        this.extents = extents;
        this.sources = sources;
        this.progress = progress;
    }

    Ingested run() throws ContentException, Overtaken, InterruptedException {
        List<FileSource.Stamp> stamps = new ArrayList<>(sources.size());
        for (SourceFile source : sources) {
            FileSource.Stamp stamp = stamp(source);
            stamps.add(stamp);
            totalBytes += stamp.sizeBytes();
        }
        Path incoming = null;
        try (BlockIndex.Claim claim = index.claim()) {
            checkSpace();
            incoming = folder.newIncoming();
            return ingest(incoming, claim, stamps);
        } catch (Overtaken e) {
            throw e;
        } catch (IOException e) {
            if (Thread.interrupted()) {
                // An interrupt closes the channel that the thread reads or writes; that is not the failure.
                throw new InterruptedException("The ingest was interrupted");
            }
            throw folder.room().writeFailure(e);
        } finally {
            if (incoming != null) {
                discard(incoming);
            }
        }
    }

    /** At best the store has as many of the bytes already as it has bytes at all; the writer checks again as it goes. */
    private void checkSpace() throws IOException {
        long atLeast = totalBytes - index.storedBytes();
        long free = folder.room().freeBytes();
        if (atLeast > free) {
            throw folder.room().outOfSpace("at least " + atLeast + " bytes are needed and " + free + " are free");
        }
    }

    private Ingested ingest(Path incoming, BlockIndex.Claim claim, List<FileSource.Stamp> stamps)
            throws IOException, InterruptedException {
        Path packFile = incoming.resolve("new");
        List<ContentFile> files = new ArrayList<>();
        Map<String, String> hashes = new HashMap<>();
        try (IngestWriter writer = new IngestWriter(folder, packFile);
                IngestBuffers buffers = new IngestBuffers(writer, totalBytes)) {
            for (int i = 0; i < sources.size(); i++) {
                SourceFile source = sources.get(i);
                files.add(readWhileUnchanged(source, stamps.get(i), claim, buffers));
                hashes.put(source.path(), buffers.endFile());
            }
            if (!newBlocks.isEmpty()) {
                writer.endPack();
            }
        }
        Manifest manifest = new Manifest(files);
        byte[] encoded = manifest.encode();
        ContentId content = new ContentId(Sha256.hex(encoded));
        PackIndex packIndex = new PackIndex(newBlocks);
        Optional<PackId> pack = newBlocks.isEmpty() ? Optional.empty() : Optional.of(packIndex.packId());
        DurableFiles.writeFlushed(incoming.resolve(content.hex() + StoreFolder.MANIFEST), encoded);
        if (pack.isPresent()) {
            claim.keep(pack.get());
            String name = pack.get().hex();
            DurableFiles.writeFlushed(incoming.resolve(name + StoreFolder.INDEX), packIndex.encode());
            Files.move(packFile, incoming.resolve(name + StoreFolder.PACK));
        } else {
            Files.delete(packFile);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("The ingest was interrupted");
        }
        PackId added = pack.orElse(null);
        folder.step(() -> {
            requireStillThere(manifest);
            folder.commit(incoming, () -> {
                if (added != null) {
                    index.add(added, packIndex, Set.of());
                }
            });
        });
        extents.added(content);
        progress.advanced(totalBytes, totalBytes);
        return new Ingested(content, manifest.size(), newBytes, pack, hashes);
    }

    /** What is claimed is not collected, but a validation may have found it damaged since. */
    private void requireStillThere(Manifest manifest) throws Overtaken {
        for (ContentFile file : manifest.files()) {
            for (Block block : file.blocks()) {
                if (!newIds.contains(block.id()) && index.find(block).isEmpty()) {
                    throw new Overtaken(block);
                }
            }
        }
    }

    /** A block on which an ingest counted has been found damaged meanwhile: the next run stores it anew. */
    static final class Overtaken extends IOException {
        Overtaken(Block block) {
            super("block " + block.id() + " was found damaged while content that has it was added");
        }
    }

    /** @param before what it was when the room was reckoned: a file that has grown since would not fit the buffers */
    private ContentFile readWhileUnchanged(
            SourceFile source, FileSource.Stamp before, BlockIndex.Claim claim, IngestBuffers buffers)
            throws IOException, InterruptedException {
        if (!before.equals(stamp(source))) {
            throw changed(source);
        }
        List<Block> blocks = new ArrayList<>();
        try (ReadAt in = open(source)) {
            read(source, in, before.sizeBytes(), blocks, claim, buffers);
        }
        if (!before.equals(stamp(source))) {
            throw changed(source);
        }
        return new ContentFile(source.path(), before.sizeBytes(), within(before.modified()), blocks);
    }

    private static Instant within(Instant time) {
        if (time.isBefore(ContentFile.EARLIEST)) {
            return ContentFile.EARLIEST;
        }
        return time.isAfter(ContentFile.LATEST) ? ContentFile.LATEST : time;
    }

    private void read(
            SourceFile source, ReadAt in, long size, List<Block> blocks, BlockIndex.Claim claim, IngestBuffers buffers)
            throws IOException, InterruptedException {
        long position = 0;
        byte[] buffer = buffers.next();
        int filled = 0;
        while (position < size) {
            int wanted = (int) Math.min(buffer.length, size - position);
            fill(source, in, position + filled, ByteBuffer.wrap(buffer, filled, wanted - filled));
            boolean end = position + wanted == size;
            Spans stored = new Spans();
            int at = 0;
            while (end ? at < wanted : wanted - at >= Block.MAXIMUM_LENGTH) {
                int length = source.cutter().nextLength(position + at, buffer, at, wanted);
                Block block = block(buffer, at, length);
                blocks.add(block);
                if (claim.find(block).isEmpty() && newIds.add(block.id())) {
                    newBlocks.add(block);
                    newBytes += length;
                    stored.add(at, at + length);
                }
                at += length;
            }
            buffers.write(buffer, at, stored);
            byte[] following = buffers.next();
            filled = wanted - at;
            System.arraycopy(buffer, at, following, 0, filled);
            buffer = following;
            position += at;
            advanced(at);
        }
    }

    private Block block(byte[] buffer, int at, int length) {
        blockDigest.update(buffer, at, length);
        try {
            blockDigest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new AssertionError("A SHA-256 fits 32 bytes", e);
        }
        return new Block(BlockId.of(hash), length);
    }

    private static void fill(SourceFile source, ReadAt in, long position, ByteBuffer target)
            throws IOException, InterruptedException {
        try {
            in.readFully(position, target);
        } catch (EOFException e) {
            throw changed(source);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("The ingest was interrupted");
            }
            throw unreadable(source, e);
        }
    }

    private void advanced(int bytes) {
        doneBytes += bytes;
        long now = System.nanoTime();
        if (now - nextProgress >= 0) {
            nextProgress = now + NANOSECONDS_BETWEEN_PROGRESS;
            progress.advanced(doneBytes, totalBytes);
        }
    }

    private static ReadAt open(SourceFile source) throws ContentException {
        try {
            return source.source().open();
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    private static FileSource.Stamp stamp(SourceFile source) throws ContentException {
        try {
            return source.source().stamp();
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    private static ContentException unreadable(SourceFile source, IOException cause) {
        return new ContentException(
                ContentError.SOURCE_UNREADABLE,
                source.source().name() + " cannot be read: " + cause
                        + ". Nothing was added. Check the path and this account's rights, then try again.",
                cause);
    }

    private static ContentException changed(SourceFile source) {
        return new ContentException(
                ContentError.SOURCE_CHANGED,
                source.source().name()
                        + " changed while it was being read. Nothing was added. Wait until whatever writes it"
                        + " has ended, then try again.");
    }

    private void discard(Path incoming) {
        try {
            folder.delete(incoming);
        } catch (IOException e) {
            // It is deleted when the store is opened next.
            System.getLogger(Ingest.class.getName())
                    .log(System.Logger.Level.WARNING, "Left " + incoming + " until the store is opened again", e);
        }
    }
}

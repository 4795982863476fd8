package dev.slipway.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives back the room of blocks that no manifest names.
 *
 * <p>A pack without a living block is retired; one with less than half of its bytes alive is first copied, as far as it lives, into a new
 * pack. New content does not use a retired pack, but whoever learnt of it before may read it until the grace time is over; then it is
 * deleted. A pack that a running ingest counts on is left for the next time.
 */
final class StoreCollection {
    private static final System.Logger LOG = System.getLogger(StoreCollection.class.getName());
    private static final int COPY_BYTES = Block.MAXIMUM_LENGTH;

    private final StoreFolder folder;
    private final BlockIndex index;
    private final StoreExtents extents;
    private final Set<PackId> left = new HashSet<>();
    private final Duration grace;
    private final Instant now;
    private long freedBytes;
    private long retiredBytes;
    private long rewrittenBytes;

    StoreCollection(StoreFolder folder, BlockIndex index, StoreExtents extents, Duration grace, Instant now) {
        this.folder = folder;
        this.index = index;
        this.extents = extents;
        this.grace = grace;
        this.now = now;
    }

    Collected run() throws IOException, InterruptedException {
        deleteRetired();
        try (BlockIndex.Claim watch = index.watch()) {
            // Packs before manifests: an ingest publishes its manifest last, and claims its pack until then.
            List<PackId> packs = folder.packs(StoreFolder.INDEX);
            Set<PackId> retired = new HashSet<>(folder.packs(StoreFolder.RETIRED));
            Set<BlockId> living = living();
            if (living.stream().allMatch(block -> index.find(block).isPresent())) {
                retireStranded(packs);
            }
            for (PackId pack : packs) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("The collection was interrupted");
                }
                if (!retired.contains(pack) && !watch.holds(pack)) {
                    collect(pack, living, watch);
                }
            }
        } finally {
            extents.moved(left);
        }
        return new Collected(freedBytes, retiredBytes, rewrittenBytes);
    }

    private Set<BlockId> living() throws IOException {
        Set<BlockId> living = new HashSet<>();
        for (ContentId content : folder.wanted().all()) {
            addLiving(content, folder.wanted().manifest(content), living);
        }
        for (ContentId content : folder.manifests()) {
            addLiving(content, folder.manifest(content), living);
        }
        return living;
    }

    private static void addLiving(ContentId content, Path manifest, Set<BlockId> living) throws IOException {
        byte[] bytes;
        try {
            bytes = StoreFolder.read(manifest);
        } catch (NoSuchFileException e) {
            return; // removed since it was listed
        }
        if (!Sha256.hex(bytes).equals(content.hex())) {
            // What it names cannot be known, so nothing may go.
            throw new ContentException(
                    ContentError.STORE_DAMAGED,
                    "The manifest of content " + content
                            + " is damaged, so nothing is collected. Remove the content and add it again.");
        }
        for (ContentFile file : Manifest.decode(bytes).files()) {
            file.blocks().forEach(block -> living.add(block.id()));
        }
    }

    private void collect(PackId pack, Set<BlockId> living, BlockIndex.Claim watch)
            throws IOException, InterruptedException {
        PackIndex packIndex;
        try {
            packIndex = PackIndex.decode(StoreFolder.read(folder.pack(pack, StoreFolder.INDEX)));
        } catch (ContentException e) {
            LOG.log(System.Logger.Level.ERROR, "The index of pack " + pack + " is damaged, so the pack stays", e);
            return;
        }
        if (holdsWhatIsNowhereElse(pack, packIndex, living)) {
            return;
        }
        List<PlacedBlock> alive = new ArrayList<>();
        long offset = 0;
        long aliveBytes = 0;
        for (Block block : packIndex.blocks()) {
            if (living.contains(block.id()) && index.liesAt(block.id(), pack, offset)) {
                alive.add(new PlacedBlock(alive.size(), block, new Extent(pack, offset)));
                aliveBytes += block.length();
            }
            offset += block.length();
        }
        if (aliveBytes >= packIndex.packSize() / 2 && aliveBytes > 0) {
            return;
        }
        Optional<Rewritten> replacement = alive.isEmpty() ? Optional.empty() : rewrite(pack, alive);
        if (!alive.isEmpty() && replacement.isEmpty()) {
            return;
        }
        long moved = aliveBytes;
        folder.step(() -> {
            if (replacement.isPresent()) {
                PackId copy = replacement.get().pack();
                index.add(copy, replacement.get().index(), folder.damaged(copy));
            }
            if (index.retire(pack, packIndex, living, watch)) {
                folder.retire(pack, now);
                left.add(pack);
                retiredBytes += packIndex.packSize();
                rewrittenBytes += moved;
            }
        });
    }

    /** A pack that could not be used when the store was opened may be mended by an administrator, unless its blocks were found damaged. */
    private boolean holdsWhatIsNowhereElse(PackId pack, PackIndex packIndex, Set<BlockId> living) throws IOException {
        Set<BlockId> damaged;
        try {
            damaged = folder.damaged(pack);
        } catch (ContentException e) {
            damaged = Set.of();
        }
        for (Block block : packIndex.blocks()) {
            if (living.contains(block.id())
                    && !damaged.contains(block.id())
                    && index.find(block.id()).isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Pack {0} is damaged and stays: block {1}, which a content needs, is nowhere else."
                                + " Validate the contents and add the damaged ones again.",
                        pack,
                        block.id());
                return true;
            }
        }
        return false;
    }

    /**
     * A commit that failed between its renames, and was withdrawn, leaves a pack without an index, in which nobody finds anything. It
     * stays while a block is missing that somebody might yet find in it.
     */
    private void retireStranded(List<PackId> indexed) throws IOException {
        Set<PackId> known = new HashSet<>(indexed);
        for (PackId pack : folder.packs(StoreFolder.PACK)) {
            if (!known.contains(pack)) {
                folder.step(() -> {
                    if (!Files.exists(folder.pack(pack, StoreFolder.INDEX))
                            && !Files.exists(folder.pack(pack, StoreFolder.RETIRED))) {
                        folder.retire(pack, now);
                    }
                });
            }
        }
    }

    /** The blocks that live on, in a pack of their own. */
    record Rewritten(PackId pack, PackIndex index) {}

    private Optional<Rewritten> rewrite(PackId pack, List<PlacedBlock> alive) throws IOException, InterruptedException {
        Path incoming = folder.newIncoming();
        try {
            Path copy = incoming.resolve("new");
            if (!copy(pack, alive, copy)) {
                return Optional.empty();
            }
            PackIndex packIndex =
                    new PackIndex(alive.stream().map(PlacedBlock::block).toList());
            PackId id = packIndex.packId();
            Files.move(copy, incoming.resolve(id.hex() + StoreFolder.PACK));
            DurableFiles.writeFlushed(incoming.resolve(id.hex() + StoreFolder.INDEX), packIndex.encode());
            folder.step(() -> folder.commit(incoming, () -> {}));
            return Optional.of(new Rewritten(id, packIndex));
        } finally {
            folder.delete(incoming);
        }
    }

    private boolean copy(PackId pack, List<PlacedBlock> alive, Path target) throws IOException, InterruptedException {
        MessageDigest blockDigest = Sha256.digest();
        byte[] bytes = new byte[COPY_BYTES];
        try (FileChannel in = FileChannel.open(folder.pack(pack, StoreFolder.PACK), StandardOpenOption.READ);
                FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (PlacedBlock block : alive) {
                int length = block.block().length();
                ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
                long at = block.extent().offset();
                while (buffer.hasRemaining()) {
                    int count = in.read(buffer, at + buffer.position());
                    if (count < 0) {
                        return damaged(pack, block);
                    }
                }
                blockDigest.update(bytes, 0, length);
                if (!BlockId.of(blockDigest.digest()).equals(block.block().id())) {
                    return damaged(pack, block);
                }
                buffer.flip();
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
            }
            out.force(true);
        }
        return true;
    }

    private static boolean damaged(PackId pack, PlacedBlock block) {
        LOG.log(
                System.Logger.Level.ERROR,
                "Block {0} in pack {1} is damaged, so the pack is not rewritten. Validate the contents that use it.",
                block.block().id(),
                pack);
        return false;
    }

    private void deleteRetired() throws IOException {
        for (PackId pack : folder.packs(StoreFolder.RETIRED)) {
            Instant since = retiredSince(pack);
            if (!since.plus(grace).isAfter(now)) {
                folder.step(() -> freedBytes += folder.deleteRetired(pack));
            }
        }
    }

    private Instant retiredSince(PackId pack) throws IOException {
        Path mark = folder.pack(pack, StoreFolder.RETIRED);
        try {
            // Not decoded as characters: a damaged byte is none.
            return Instant.parse(new String(StoreFolder.read(mark), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Instant.MAX.minus(grace); // An ingest has just made the same pack again.
        } catch (DateTimeParseException | ContentException e) {
            return Files.getLastModifiedTime(mark).toInstant();
        }
    }
}

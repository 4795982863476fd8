package dev.slipway.content;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which block lies where, in memory, for all packs that new content may use.
 *
 * <p>A claim keeps the packs that an ingest counts on: a collection does not retire them, neither while the ingest runs nor, when it has
 * ended, within the collection that saw it running.
 */
final class BlockIndex {
    private static final System.Logger LOG = System.getLogger(BlockIndex.class.getName());

    private final Map<BlockId, BlockLocation> locations = new HashMap<>();
    /** Second copies: two ingests that ran side by side may both have written a block. One serves when the first copy's pack goes. */
    private final Map<BlockId, List<BlockLocation>> spares = new HashMap<>();

    private final List<Claim> claims = new ArrayList<>();
    private long storedBytes;

    /** Open while an ingest or a collection runs. */
    final class Claim implements AutoCloseable {
        private final Set<PackId> packs = new HashSet<>();
        private final boolean watching;

        private Claim(boolean watching) {
            this.watching = watching;
        }

        /** @return where the block is; its pack stays until the claim is closed */
        Optional<BlockLocation> find(Block block) {
            synchronized (BlockIndex.this) {
                BlockLocation location = locations.get(block.id());
                if (location == null) {
                    return Optional.empty();
                }
                claims.forEach(claim -> claim.note(this, location.pack()));
                return Optional.of(location);
            }
        }

        boolean holds(PackId pack) {
            synchronized (BlockIndex.this) {
                return packs.contains(pack);
            }
        }

        /** Claims a pack that is about to exist. */
        void keep(PackId pack) {
            synchronized (BlockIndex.this) {
                claims.forEach(claim -> claim.note(this, pack));
            }
        }

        private void note(Claim finder, PackId pack) {
            if (finder == this || watching) {
                packs.add(pack);
            }
        }

        @Override
        public void close() {
            synchronized (BlockIndex.this) {
                claims.remove(this);
            }
        }
    }

    /** Adds the packs of a folder; one that is damaged counts as missing, and the log says so. */
    void load(StoreFolder folder) throws IOException {
        Set<PackId> retired = new HashSet<>(folder.packs(StoreFolder.RETIRED));
        for (PackId pack : folder.packs(StoreFolder.INDEX)) {
            if (retired.contains(pack)) {
                continue;
            }
            try {
                PackIndex blocks = PackIndex.decode(StoreFolder.read(folder.pack(pack, StoreFolder.INDEX)));
                long size = folder.packBytes(pack);
                Set<BlockId> damaged = folder.damaged(pack);
                if (!blocks.blocks().stream()
                        .map(Block::id)
                        .collect(Collectors.toSet())
                        .containsAll(damaged)) {
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "Pack {0} does not have the blocks that were found damaged in it: its blocks count as missing."
                                    + " Validate the contents and add the damaged ones again.",
                            pack);
                } else if (size == blocks.packSize()) {
                    add(pack, blocks, damaged);
                } else {
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "Pack {0} has {1} bytes instead of {2}: its blocks count as missing."
                                    + " Validate the contents and add the damaged ones again.",
                            pack,
                            size,
                            blocks.packSize());
                }
            } catch (IOException e) {
                // Whatever is wrong with one pack, the others are there.
                LOG.log(
                        System.Logger.Level.ERROR,
                        "Pack " + pack + " is damaged: its blocks count as missing."
                                + " Validate the contents and add the damaged ones again.",
                        e);
            }
        }
    }

    /** @return the claim of an ingest */
    synchronized Claim claim() {
        Claim claim = new Claim(false);
        claims.add(claim);
        return claim;
    }

    /** @return the claim of a collection: all packs that any ingest claims now or later on */
    synchronized Claim watch() {
        Claim watch = new Claim(true);
        claims.forEach(claim -> watch.packs.addAll(claim.packs));
        claims.add(watch);
        return watch;
    }

    /** @return where the block is, unless what is there has another length */
    Optional<BlockLocation> find(Block block) {
        return find(block.id()).filter(found -> found.length() == block.length());
    }

    synchronized Optional<BlockLocation> find(BlockId id) {
        return Optional.ofNullable(locations.get(id));
    }

    /** @return where the block is, all copies of it */
    synchronized List<BlockLocation> copies(BlockId id) {
        List<BlockLocation> copies = new ArrayList<>();
        Optional.ofNullable(locations.get(id)).ifPresent(copies::add);
        copies.addAll(spares.getOrDefault(id, List.of()));
        return copies;
    }

    /** Adds a pack's blocks, but for the given ones; of a block in two packs the first one counts as long as it is there. */
    synchronized void add(PackId pack, PackIndex index, Set<BlockId> except) {
        long offset = 0;
        for (Block block : index.blocks()) {
            if (!except.contains(block.id())) {
                add(block.id(), new BlockLocation(pack, offset, block.length()));
            }
            offset += block.length();
        }
    }

    private void add(BlockId id, BlockLocation location) {
        BlockLocation known = locations.putIfAbsent(id, location);
        if (known == null) {
            storedBytes += location.length();
        } else if (!known.pack().equals(location.pack())) {
            List<BlockLocation> others = spares.computeIfAbsent(id, block -> new ArrayList<>(1));
            if (!others.contains(location)) {
                others.add(location);
            }
        }
    }

    /** Lets blocks of a pack count as missing there, and altogether unless another pack has them. */
    synchronized void forget(PackId pack, Set<BlockId> blocks) {
        for (BlockId id : blocks) {
            List<BlockLocation> others = spares.getOrDefault(id, new ArrayList<>());
            others.removeIf(spare -> spare.pack().equals(pack));
            BlockLocation location = locations.get(id);
            if (location != null && location.pack().equals(pack)) {
                if (others.isEmpty()) {
                    locations.remove(id);
                    storedBytes -= location.length();
                } else {
                    BlockLocation spare = others.removeFirst();
                    locations.put(id, spare);
                    follow(pack, spare.pack());
                }
            }
            if (others.isEmpty()) {
                spares.remove(id);
            }
        }
    }

    /**
     * Lets a pack's copies count instead of all others.
     *
     * @param except what is damaged in the pack
     * @return the blocks that other packs had, which count as missing there from now on
     */
    synchronized Map<PackId, Set<BlockId>> prefer(PackId pack, PackIndex index, Set<BlockId> except) {
        Map<PackId, Set<BlockId>> superseded = new HashMap<>();
        for (Block block : index.blocks()) {
            if (!except.contains(block.id())) {
                List<BlockLocation> copies = new ArrayList<>(spares.getOrDefault(block.id(), List.of()));
                Optional.ofNullable(locations.get(block.id())).ifPresent(copies::add);
                for (BlockLocation copy : copies) {
                    if (!copy.pack().equals(pack)) {
                        superseded
                                .computeIfAbsent(copy.pack(), any -> new HashSet<>())
                                .add(block.id());
                    }
                }
            }
        }
        add(pack, index, except);
        superseded.forEach((other, blocks) -> {
            forget(other, blocks);
            follow(other, pack);
        });
        return superseded;
    }

    /** Blocks on which an ingest counts have moved: it counts on their new pack. */
    private void follow(PackId from, PackId to) {
        for (Claim claim : claims) {
            if (claim.packs.contains(from)) {
                claim.packs.add(to);
            }
        }
    }

    synchronized boolean liesAt(BlockId id, PackId pack, long offset) {
        BlockLocation location = locations.get(id);
        return location != null
                && location.offset() == offset
                && location.pack().equals(pack);
    }

    /**
     * Takes a pack's blocks out; other copies count from then on.
     *
     * @return false, the pack remaining, when an ingest counts on the pack, or when it has the last copy of a living block
     */
    synchronized boolean retire(PackId pack, PackIndex blocks, Set<BlockId> living, Claim watch) {
        if (watch.packs.contains(pack)) {
            return false;
        }
        for (Block block : blocks.blocks()) {
            // It may have become the last since the collection looked: another copy was found damaged.
            if (living.contains(block.id()) && isLast(block.id(), pack)) {
                return false;
            }
        }
        blocks.blocks().forEach(block -> forget(pack, Set.of(block.id())));
        return true;
    }

    private boolean isLast(BlockId id, PackId pack) {
        BlockLocation location = locations.get(id);
        return location != null && location.pack().equals(pack) && !spares.containsKey(id);
    }

    /** @return the packs in which a block lies that counts */
    synchronized Set<PackId> packs() {
        Set<PackId> packs = new HashSet<>();
        locations.values().forEach(location -> packs.add(location.pack()));
        return packs;
    }

    /** @return bytes of all blocks */
    synchronized long storedBytes() {
        return storedBytes;
    }
}

package dev.slipway.content;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@link ContentStore#receive}. What has arrived is committed in packs of moderate size; the manifest among the wanted ones
 * keeps it from being collected, so that the next call goes on from there.
 */
final class Reception {
    /** So much is lost at most when the process is killed. */
    private static final long PACK_BYTES = 64L << 20;

    /** How often blocks that turn out damaged on this disk are fetched again before the disk is given up. */
    private static final int ROUNDS = 3;

    private static final long NANOSECONDS_BETWEEN_PROGRESS = 100_000_000;

    private final StoreFolder folder;
    private final BlockIndex index;
    private final StoreExtents extents;
    private final InFlight inFlight;
    private final Manifest manifest;
    private final ContentId content;
    private final Map<BlockId, byte[]> given;
    private final ReceiveMode mode;
    private final Fetcher fetcher;
    private final ReceiveProgress progress;

    /** Each block once. */
    private final Map<BlockId, WantedBlock> wanted = new LinkedHashMap<>();

    private final Map<BlockId, DamagedBlock> mended = new LinkedHashMap<>();
    /** Packs of this and earlier calls that hold what ALL has fetched anew. */
    private final Set<PackId> fresh = new HashSet<>();
    /** Packs whose blocks have new copies elsewhere. */
    private final Set<PackId> superseded = new HashSet<>();

    private long totalBytes;
    private long doneBytes;
    private long nextProgress = System.nanoTime();

    Reception(
            StoreFolder folder,
            BlockIndex index,
            StoreExtents extents,
            InFlight inFlight,
            ContentUpdate update,
            ReceiveMode mode,
            Fetcher fetcher,
            ReceiveProgress progress) {
        this.folder = folder;
        this.index = index;
        this.extents = extents;
        this.inFlight = inFlight;
        this.manifest = update.manifest();
        this.given = update.blocks();
        this.content = manifest.contentId();
        this.mode = mode;
        this.fetcher = fetcher;
        this.progress = progress;
    }

    Received run() throws ContentException, InterruptedException {
        int number = 0;
        for (ContentFile file : manifest.files()) {
            for (Block block : file.blocks()) {
                if (wanted.putIfAbsent(block.id(), new WantedBlock(number, block)) == null) {
                    totalBytes += block.length();
                }
                number++;
            }
        }
        try (BlockIndex.Claim claim = index.claim()) {
            folder.step(() -> folder.wanted().add(content, manifest.encode()));
            if (mode == ReceiveMode.ALL) {
                fresh.addAll(folder.wanted().renewed(content));
                for (PackId pack : Set.copyOf(fresh)) {
                    prefer(pack, claim);
                }
            }
            takeGiven(claim);
            do {
                receive(claim);
            } while (!publish());
            extents.added(content);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                // An interrupt ends a read of the disk; that is not the failure.
                throw new InterruptedException("Receiving content " + content + " was interrupted");
            }
            throw folder.room().receiveFailure(e);
        } finally {
            refreshExtents();
        }
        return new Received(content, fetcher.fetchedBytes(), fetcher.bytesBySource(), List.copyOf(mended.values()));
    }

    /** @return false when a block was found damaged since it was checked here */
    private boolean publish() throws IOException {
        AtomicBoolean whole = new AtomicBoolean();
        folder.step(() -> {
            whole.set(wanted.values().stream()
                    .allMatch(block -> index.find(block.block()).isPresent()));
            if (whole.get()) {
                folder.wanted().publish(content);
            }
        });
        return whole.get();
    }

    /** Blocks that came with the update need not be fetched. */
    private void takeGiven(BlockIndex.Claim claim) throws IOException {
        if (given.isEmpty()) {
            return;
        }
        try (ReceivedPack pack = new ReceivedPack(folder)) {
            for (WantedBlock block : missing(claim)) {
                byte[] bytes = given.get(block.block().id());
                if (bytes != null && bytes.length == block.block().length()) {
                    pack.add(block.block(), bytes);
                }
            }
            keep(pack, claim, null);
        }
    }

    private void receive(BlockIndex.Claim claim) throws IOException, InterruptedException {
        List<DamagedBlock> damaged = List.of();
        for (int round = 0; round < ROUNDS; round++) {
            fetchMissing(claim);
            StoreValidation validation = new StoreValidation(
                    folder,
                    index,
                    extents,
                    manifest,
                    Pace.UNLIMITED,
                    (done, total) -> tell(ReceiveProgress.Phase.VERIFYING, done));
            damaged = validation.run();
            if (damaged.isEmpty()) {
                return;
            }
            damaged.forEach(block -> mended.put(block.block().id(), block));
        }
        throw new ContentException(
                ContentError.STORE_DAMAGED,
                damaged.size() + " blocks of content " + content + " cannot be read as they were written, after "
                        + ROUNDS
                        + " attempts; the first: " + damaged.getFirst().reason()
                        + ". Check the volume of the content store " + folder.root() + ".");
    }

    private void fetchMissing(BlockIndex.Claim claim) throws IOException, InterruptedException {
        while (true) {
            List<WantedBlock> missing = missing(claim);
            tell(ReceiveProgress.Phase.FETCHING, doneBytes);
            if (missing.isEmpty()) {
                return;
            }
            // What is fetched anew is this job's own matter.
            List<WantedBlock> mine = mode == ReceiveMode.ALL ? missing : inFlight.take(missing);
            if (mine.isEmpty()) {
                inFlight.awaitOne(missing);
                continue;
            }
            try {
                fetch(mine, claim);
            } finally {
                if (mode == ReceiveMode.MISSING) {
                    inFlight.release(
                            mine.stream().map(block -> block.block().id()).toList());
                }
            }
        }
    }

    private List<WantedBlock> missing(BlockIndex.Claim claim) {
        List<WantedBlock> missing = new ArrayList<>();
        long missingBytes = 0;
        for (WantedBlock block : wanted.values()) {
            Optional<BlockLocation> location = claim.find(block.block())
                    .filter(found -> found.length() == block.block().length())
                    .filter(found -> mode == ReceiveMode.MISSING || fresh.contains(found.pack()));
            if (location.isEmpty()) {
                missing.add(block);
                missingBytes += block.block().length();
            }
        }
        doneBytes = totalBytes - missingBytes;
        return missing;
    }

    private void fetch(Collection<WantedBlock> blocks, BlockIndex.Claim claim)
            throws IOException, InterruptedException {
        long left = blocks.stream().mapToLong(block -> block.block().length()).sum();
        try (Transfer transfer = fetcher.transfer(blocks, FetchPlan.Order.AS_STORED)) {
            while (left > 0) {
                left -= fetchPack(transfer, left, claim);
            }
        }
    }

    /** @return bytes of the blocks that are in the store now */
    private long fetchPack(Transfer transfer, long left, BlockIndex.Claim claim)
            throws IOException, InterruptedException {
        if (folder.room().freeBytes() < left) {
            throw folder.room()
                    .outOfSpaceWhileReceiving(
                            left + " more bytes are needed and " + folder.room().freeBytes() + " are free");
        }
        try (ReceivedPack pack = new ReceivedPack(folder)) {
            try {
                fill(pack, transfer);
            } catch (InterruptedException e) {
                keep(pack, claim, e);
                throw e;
            } catch (ContentException e) {
                if (e.error() == ContentError.TRANSFER_FAILED) {
                    keep(pack, claim, e);
                }
                throw e;
            }
            keep(pack, claim, null);
            return pack.bytes();
        }
    }

    private void fill(ReceivedPack pack, Transfer transfer) throws IOException, InterruptedException {
        while (pack.bytes() < PACK_BYTES) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Receiving content " + content + " was interrupted");
            }
            Optional<Transfer.Arrived> next = transfer.next();
            if (next.isEmpty()) {
                return;
            }
            pack.add(next.get().block(), next.get().bytes());
            doneBytes += next.get().bytes().length;
            if (System.nanoTime() - nextProgress >= 0) {
                tell(ReceiveProgress.Phase.FETCHING, doneBytes);
            }
        }
    }

    /** Commits what has arrived, also when the rest will not: the next call begins behind it. */
    private void keep(ReceivedPack pack, BlockIndex.Claim claim, @Nullable Exception reason) throws IOException {
        if (pack.blocks().isEmpty()) {
            return;
        }
        try {
            switch (mode) {
                case MISSING -> {
                    pack.commit(claim, (id, packIndex) -> index.add(id, packIndex, Set.of()));
                    inFlight.release(pack.blocks().stream().map(Block::id).toList());
                }
                case ALL -> {
                    PackId id = pack.commit(claim, (added, packIndex) -> {});
                    fresh.add(id);
                    folder.step(() -> folder.wanted().writeRenewed(content, fresh));
                    prefer(id, claim);
                }
            }
        } catch (IOException e) {
            if (reason == null) {
                throw e;
            }
            reason.addSuppressed(e);
        }
    }

    /** An older copy may count, also after a restart; the one that was fetched anew shall. */
    private void prefer(PackId pack, BlockIndex.Claim claim) throws IOException {
        claim.keep(pack);
        folder.step(() -> {
            Optional<PackIndex> packIndex = folder.packIndex(pack);
            if (packIndex.isPresent()) {
                Map<PackId, Set<BlockId>> old = index.prefer(pack, packIndex.get(), folder.damaged(pack));
                superseded.addAll(old.keySet());
                for (Map.Entry<PackId, Set<BlockId>> entry : old.entrySet()) {
                    folder.addDamaged(entry.getKey(), entry.getValue());
                }
            } else {
                fresh.remove(pack);
            }
        });
    }

    private void refreshExtents() throws ContentException {
        try {
            extents.moved(superseded);
        } catch (IOException e) {
            throw folder.room().writeFailure(e);
        }
    }

    private void tell(ReceiveProgress.Phase phase, long done) {
        nextProgress = System.nanoTime() + NANOSECONDS_BETWEEN_PROGRESS;
        progress.advanced(phase, done, totalBytes, fetcher.fetchedBytes());
    }
}

package dev.slipway.content;

import dev.slipway.wim.ReadAt;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hashes every block of a content version anew, each once, in the order of the packs. From then on a damaged block counts as missing,
 * so that adding the content again stores it anew.
 */
final class StoreValidation {
    private final StoreFolder folder;
    private final BlockIndex index;
    private final StoreExtents extents;
    private final Manifest manifest;
    private final Pace pace;
    private final IngestProgress progress;

    private record Wanted(String path, long offset, Block block, BlockLocation location) {}

    private final List<DamagedBlock> damaged = new ArrayList<>();
    private final Map<PackId, List<Wanted>> damagedByPack = new HashMap<>();
    private final List<Wanted> present = new ArrayList<>();
    private final byte[] bytes = new byte[Block.MAXIMUM_LENGTH];
    private final MessageDigest digest = Sha256.digest();
    private long presentBytes;
    private long doneBytes;

    StoreValidation(
            StoreFolder folder,
            BlockIndex index,
            StoreExtents extents,
            Manifest manifest,
            Pace pace,
            IngestProgress progress) {
        this.folder = folder;
        this.index = index;
        this.extents = extents;
        this.manifest = manifest;
        this.pace = pace;
        this.progress = progress;
    }

    List<DamagedBlock> run() throws IOException, InterruptedException {
        // The claim keeps a collection from taking packs away meanwhile.
        try (BlockIndex.Claim claim = index.claim()) {
            locate(claim);
            checkPresent();
        }
        remember();
        return List.copyOf(damaged);
    }

    private void checkPresent() throws IOException, InterruptedException {
        present.sort(
                Comparator.comparing((Wanted wanted) -> wanted.location().pack().hex())
                        .thenComparingLong(wanted -> wanted.location().offset()));
        int from = 0;
        while (from < present.size()) {
            PackId pack = present.get(from).location().pack();
            int to = from;
            while (to < present.size() && present.get(to).location().pack().equals(pack)) {
                to++;
            }
            checkPack(pack, present.subList(from, to));
            from = to;
        }
    }

    private void locate(BlockIndex.Claim claim) {
        Set<BlockId> seen = new HashSet<>();
        for (ContentFile file : manifest.files()) {
            long offset = 0;
            for (Block block : file.blocks()) {
                if (seen.add(block.id())) {
                    Optional<BlockLocation> location =
                            claim.find(block).filter(found -> found.length() == block.length());
                    if (location.isPresent()) {
                        presentBytes += block.length();
                        present.add(new Wanted(file.path(), offset, block, location.get()));
                    } else {
                        damaged.add(new DamagedBlock(file.path(), offset, block, "the block is missing"));
                    }
                }
                offset += block.length();
            }
        }
    }

    private void checkPack(PackId pack, List<Wanted> blocks) throws IOException, InterruptedException {
        try (ReadAt in = ReadAt.of(folder.pack(pack, StoreFolder.PACK))) {
            for (Wanted wanted : blocks) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("The validation was interrupted");
                }
                long beganNanos = System.nanoTime();
                damage(wanted, in).ifPresent(reason -> note(wanted, reason));
                pace.received(wanted.block().length(), Duration.ofNanos(System.nanoTime() - beganNanos));
                doneBytes += wanted.block().length();
                progress.advanced(doneBytes, presentBytes);
            }
        } catch (NoSuchFileException e) {
            blocks.forEach(wanted -> note(wanted, "pack " + pack + " is missing"));
        }
    }

    /** @return what is wrong with the block; nothing when it is whole */
    private Optional<String> damage(Wanted wanted, ReadAt in) throws InterruptedIOException {
        int length = wanted.block().length();
        String place = "pack " + wanted.location().pack();
        try {
            in.readFully(wanted.location().offset(), ByteBuffer.wrap(bytes, 0, length));
        } catch (EOFException e) {
            return Optional.of(place + " ends before it");
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            // A bad sector: what cannot be read is as good as lost.
            return Optional.of(place + " cannot be read there: " + e);
        }
        digest.update(bytes, 0, length);
        return BlockId.of(digest.digest()).equals(wanted.block().id())
                ? Optional.empty()
                : Optional.of("its bytes at " + wanted.location().offset() + " in " + place + " have another hash");
    }

    private void note(Wanted wanted, String reason) {
        damaged.add(new DamagedBlock(wanted.path(), wanted.offset(), wanted.block(), reason));
        damagedByPack
                .computeIfAbsent(wanted.location().pack(), pack -> new ArrayList<>())
                .add(wanted);
    }

    private void remember() throws IOException {
        for (Map.Entry<PackId, List<Wanted>> entry : damagedByPack.entrySet()) {
            folder.step(() -> {
                Set<BlockId> blocks = stillDamaged(entry.getKey(), entry.getValue());
                if (!blocks.isEmpty()) {
                    index.forget(entry.getKey(), blocks);
                    folder.addDamaged(entry.getKey(), blocks);
                }
            });
        }
        extents.moved(damagedByPack.keySet());
    }

    /** An ingest may have made the same pack anew since it was read: what counts on it then must not be told that it is damaged. */
    private Set<BlockId> stillDamaged(PackId pack, List<Wanted> blocks) throws IOException {
        Set<BlockId> still = new LinkedHashSet<>();
        try (ReadAt in = ReadAt.of(folder.pack(pack, StoreFolder.PACK))) {
            for (Wanted wanted : blocks) {
                if (damage(wanted, in).isPresent()) {
                    still.add(wanted.block().id());
                }
            }
        } catch (NoSuchFileException e) {
            blocks.forEach(wanted -> still.add(wanted.block().id()));
        }
        return still;
    }
}

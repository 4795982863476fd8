package dev.slipway.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Keeps each content's extents file true: whoever moves blocks, or finds them damaged, tells here which packs that concerns. A content of
 * which a block is missing has no such file, since nobody shall fetch it from here.
 */
final class StoreExtents {
    private static final System.Logger LOG = System.getLogger(StoreExtents.class.getName());

    private final StoreFolder folder;
    private final BlockIndex index;
    /** Contents without an extents file. */
    private final Set<ContentId> incomplete = new HashSet<>();

    StoreExtents(StoreFolder folder, BlockIndex index) {
        this.folder = folder;
        this.index = index;
    }

    /** Writes what is missing or no longer true after the store was opened. */
    void recover() throws IOException {
        DurableFiles.uninterrupted(this::recoverNow);
    }

    /** A content was added, or blocks were that another one may have lacked. */
    void added(ContentId content) throws IOException {
        DurableFiles.uninterrupted(() -> addedNow(content));
    }

    /** Blocks have left these packs, and others may have come. */
    void moved(Set<PackId> packs) throws IOException {
        DurableFiles.uninterrupted(() -> movedNow(packs));
    }

    private synchronized void recoverNow() throws IOException {
        Set<ContentId> contents = new HashSet<>(folder.manifests());
        for (ContentId content : folder.hashes("extents", StoreFolder.EXTENTS)
                .map(ContentId::new)
                .toList()) {
            if (!contents.contains(content)) {
                folder.delete(folder.extents(content));
            }
        }
        Set<PackId> whole = new HashSet<>(folder.packs(StoreFolder.INDEX));
        whole.retainAll(index.packs());
        folder.packs(StoreFolder.RETIRED).forEach(whole::remove);
        folder.packs(StoreFolder.DAMAGED).forEach(whole::remove);
        for (ContentId content : contents) {
            if (names(content, pack -> !whole.contains(pack))) {
                write(content);
            }
        }
    }

    private synchronized void addedNow(ContentId content) throws IOException {
        write(content);
        for (ContentId waiting : Set.copyOf(incomplete)) {
            write(waiting);
        }
    }

    private synchronized void movedNow(Set<PackId> packs) throws IOException {
        for (ContentId content : packs.isEmpty() ? List.copyOf(incomplete) : folder.manifests()) {
            if (incomplete.contains(content) || names(content, packs::contains)) {
                write(content);
            }
        }
    }

    /** A content was removed. */
    void removed(ContentId content) throws IOException {
        DurableFiles.uninterrupted(() -> removedNow(content));
    }

    private synchronized void removedNow(ContentId content) throws IOException {
        if (!Files.exists(folder.manifest(content))) { // otherwise it has been added again meanwhile
            incomplete.remove(content);
            folder.delete(folder.extents(content));
        }
    }

    /** @return whether the content has no extents file, or one that names such a pack */
    private boolean names(ContentId content, Predicate<PackId> pack) {
        try {
            return Extents.decode(Files.readAllBytes(folder.extents(content))).extents().stream()
                    .map(Extent::pack)
                    .distinct()
                    .anyMatch(pack);
        } catch (IOException e) {
            return true;
        }
    }

    private void write(ContentId content) throws IOException {
        Manifest manifest;
        try {
            manifest = Manifest.decode(Files.readAllBytes(folder.manifest(content)));
        } catch (NoSuchFileException e) {
            removedNow(content);
            return;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "The manifest of content " + content + " is damaged", e);
            incomplete.remove(content);
            folder.delete(folder.extents(content));
            return;
        }
        Optional<Extents> extents = find(manifest);
        if (extents.isEmpty()) {
            incomplete.add(content);
            folder.delete(folder.extents(content));
            return;
        }
        try {
            folder.write(folder.extents(content), extents.get().encode());
            incomplete.remove(content);
        } catch (IOException e) {
            // The content itself is whole; those who fetch from the folder wait for the next attempt.
            LOG.log(System.Logger.Level.WARNING, "The extents of content " + content + " could not be written", e);
            incomplete.add(content);
            folder.delete(folder.extents(content));
        }
    }

    private Optional<Extents> find(Manifest manifest) {
        List<Extent> extents = new ArrayList<>(manifest.blockCount());
        for (ContentFile file : manifest.files()) {
            for (Block block : file.blocks()) {
                Optional<BlockLocation> location =
                        index.find(block.id()).filter(found -> found.length() == block.length());
                if (location.isEmpty()) {
                    return Optional.empty();
                }
                extents.add(new Extent(location.get().pack(), location.get().offset()));
            }
        }
        return Optional.of(new Extents(extents));
    }
}

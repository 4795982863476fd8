package dev.slipway.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a store, and how they appear and vanish.
 *
 * <pre>
 * lock                      held by the one process that has the store open
 * packs/HASH.pack           blocks, one behind the other
 * packs/HASH.index          the list of its blocks
 * packs/HASH.damaged        blocks in it that count as missing: they were found damaged, or have been fetched anew
 * packs/HASH.retired        no new content may use the pack; readers still may, until it is deleted
 * manifests/HASH.manifest   a content version
 * extents/HASH.extents      where its blocks lie; made anew when it is missing, for those who fetch from the folder
 * wanted/HASH.manifest      a content version of which blocks are on their way; what it names is not collected
 * wanted/HASH.renewed       packs that hold what was fetched anew for it
 * incoming/UUID/            being written; deleted when the store is opened
 * committed/UUID/           written and flushed; moved into place when the store is opened
 * </pre>
 *
 * The rename of a folder from incoming to committed is the moment at which what it holds, pack and manifest together, exists.
 */
final class StoreFolder implements AutoCloseable {
    static final String PACK = ".pack";
    static final String INDEX = ".index";
    static final String DAMAGED = ".damaged";
    static final String RETIRED = ".retired";
    static final String MANIFEST = ".manifest";
    static final String EXTENTS = ".extents";

    private final Path root;
    private final FileChannel lockFile;
    private final StoreRoom room;
    private final WantedContents wanted = new WantedContents(this);

    private StoreFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
        this.room = new StoreRoom(root);
    }

    /** Opens or makes the folder, and ends what a killed process left in it: either wholly or not at all. */
    static StoreFolder open(Path root) throws ContentException {
        try {
            for (String name : List.of("packs", "manifests", "extents", "wanted", "incoming", "committed")) {
                Files.createDirectories(root.resolve(name));
            }
            StoreFolder folder = new StoreFolder(root, lock(root));
            folder.recover();
            return folder;
        } catch (ContentException e) {
            throw e;
        } catch (IOException e) {
            throw new ContentException(
                    ContentError.STORE_UNWRITABLE,
                    "The content store " + root + " cannot be opened: " + e
                            + ". Check that the folder exists and that this account may write there.",
                    e);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new ContentException(
                    ContentError.STORE_IN_USE,
                    "The content store " + root + " is in use by another process. Stop that one first.");
        }
        return channel;
    }

    private void recover() throws IOException {
        for (Path leftover : list(root.resolve("incoming"))) {
            delete(leftover);
        }
        for (Path complete : list(root.resolve("committed"))) {
            publish(complete);
        }
        wanted.recover();
    }

    Path root() {
        return root;
    }

    StoreRoom room() {
        return room;
    }

    /** Contents of which blocks are on their way. */
    WantedContents wanted() {
        return wanted;
    }

    Path pack(PackId id, String suffix) {
        return pack(root, id, suffix);
    }

    static Path pack(Path root, PackId id, String suffix) {
        return root.resolve("packs").resolve(id.hex() + suffix);
    }

    Path extents(ContentId id) {
        return extents(root, id);
    }

    static Path extents(Path root, ContentId id) {
        return root.resolve("extents").resolve(id.hex() + EXTENTS);
    }

    Path manifest(ContentId id) {
        return root.resolve("manifests").resolve(id.hex() + MANIFEST);
    }

    List<PackId> packs(String suffix) throws IOException {
        return hashes("packs", suffix).map(PackId::new).toList();
    }

    List<ContentId> manifests() throws IOException {
        return hashes("manifests", MANIFEST).map(ContentId::new).toList();
    }

    Stream<String> hashes(String folder, String suffix) throws IOException {
        return list(root.resolve(folder)).stream()
                .map(path -> path.getFileName().toString())
                .filter(name -> name.endsWith(suffix))
                .map(name -> name.substring(0, name.length() - suffix.length()))
                .filter(Sha256::isHex);
    }

    /** @return a fresh folder, which vanishes unless it is {@link #commit committed} */
    Path newIncoming() throws IOException {
        return Files.createDirectory(
                root.resolve("incoming").resolve(UUID.randomUUID().toString()));
    }

    /**
     * Makes what the folder holds exist: afterwards, and after any crash from now on, all of it is in its place. An interrupt waits until
     * that is done.
     */
    void commit(Path incoming) throws IOException {
        DurableFiles.uninterrupted(() -> commitNow(incoming));
    }

    private synchronized void commitNow(Path incoming) throws IOException {
        DurableFiles.flush(incoming);
        Path committed = root.resolve("committed").resolve(incoming.getFileName());
        Files.move(incoming, committed, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.flush(root.resolve("committed"));
        publish(committed);
    }

    private void publish(Path committed) throws IOException {
        // The manifest last: nobody shall see one whose blocks have not arrived.
        List<Path> files = list(committed).stream()
                .sorted(Comparator.comparing(path -> path.toString().endsWith(MANIFEST)))
                .toList();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(INDEX)) {
                // The same pack may have been retired or damaged before: now it is whole and wanted.
                PackId pack = new PackId(name.substring(0, name.length() - INDEX.length()));
                Files.deleteIfExists(pack(pack, RETIRED));
                Files.deleteIfExists(pack(pack, DAMAGED));
            }
            Path place = root.resolve(name.endsWith(MANIFEST) ? "manifests" : "packs");
            Files.move(file, place.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.flush(place);
        }
        Files.delete(committed);
    }

    /** Writes what is to be known of a pack, in one step. */
    void writeMark(PackId pack, String suffix, byte[] bytes) throws IOException {
        write(pack(pack, suffix), bytes);
    }

    /** Writes or replaces a file in one step. */
    void write(Path file, byte[] bytes) throws IOException {
        Path incoming = newIncoming();
        try {
            Path written = incoming.resolve("written");
            DurableFiles.writeFlushed(written, bytes);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.flush(Objects.requireNonNull(file.getParent()));
        } finally {
            delete(incoming);
        }
    }

    /** @return the blocks of a pack that is there and whole */
    Optional<PackIndex> packIndex(PackId pack) throws IOException {
        if (!Files.exists(pack(pack, INDEX)) || !Files.exists(pack(pack, PACK))) {
            return Optional.empty();
        }
        return Optional.of(PackIndex.decode(Files.readAllBytes(pack(pack, INDEX))));
    }

    /** Lets blocks of a pack count as missing for good: they are damaged, or have a newer copy elsewhere. */
    synchronized void addDamaged(PackId pack, Set<BlockId> blocks) throws IOException {
        Set<String> names = new TreeSet<>();
        damaged(pack).forEach(id -> names.add(id.hex()));
        blocks.forEach(id -> names.add(id.hex()));
        writeMark(pack, DAMAGED, (String.join("\n", names) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** @return the blocks of the pack that were found damaged */
    Set<BlockId> damaged(PackId pack) throws IOException {
        Path list = pack(pack, DAMAGED);
        if (!Files.exists(list)) {
            return Set.of();
        }
        return Files.readAllLines(list, StandardCharsets.US_ASCII).stream()
                .filter(Sha256::isHex)
                .map(BlockId::of)
                .collect(Collectors.toSet());
    }

    /**
     * Marks a pack as retired, unless the same pack is just being added.
     *
     * @param unlessWanted takes it out of the index and says whether it could
     */
    synchronized boolean retire(PackId pack, Instant now, BooleanSupplier unlessWanted) throws IOException {
        if (!unlessWanted.getAsBoolean()) {
            return false;
        }
        writeMark(pack, RETIRED, now.toString().getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    /** @return the bytes of the pack that was deleted; 0 when it has been added again meanwhile */
    synchronized long deleteRetired(PackId pack) throws IOException {
        if (!Files.exists(pack(pack, RETIRED))) {
            return 0;
        }
        Path file = pack(pack, PACK);
        long size = Files.exists(file) ? Files.size(file) : 0;
        // The mark last, so that a crash in between is finished by the next collection.
        for (String suffix : List.of(INDEX, DAMAGED, PACK, RETIRED)) {
            Files.deleteIfExists(pack(pack, suffix));
        }
        return size;
    }

    /** Deletes a file or a flat folder; a missing one is fine. */
    void delete(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            for (Path file : list(path)) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(path);
    }

    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}

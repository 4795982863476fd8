package dev.slipway.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
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
    /** What was committed and then failed, and could not be withdrawn yet. */
    private final List<Path> refused = new ArrayList<>();

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
            try {
                folder.recover();
                return folder;
            } catch (IOException e) {
                folder.close();
                throw e;
            }
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
            publish(complete, () -> {});
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
     * Does a step in which packs appear, are marked or go, together with what the index is told of it: the only one at that time, and
     * wholly, since an interrupt waits until it is done.
     *
     * @throws ContentException STORE_UNWRITABLE when the store was closed
     */
    void step(DurableFiles.FileWork step) throws IOException {
        DurableFiles.uninterrupted(() -> {
            synchronized (this) {
                if (!lockFile.isOpen()) {
                    throw new ContentException(
                            ContentError.STORE_UNWRITABLE,
                            "The content store " + root + " was closed. Begin again once it is open.");
                }
                withdraw();
                step.run();
            }
        });
    }

    /**
     * Within a {@link #step}: makes what the folder holds exist. Afterwards, and after any crash from now on, all of it is in its place.
     *
     * @param packAdded tells the index, before a manifest counts on it
     */
    void commit(Path incoming, Runnable packAdded) throws IOException {
        DurableFiles.flush(incoming);
        Path committed = root.resolve("committed").resolve(incoming.getFileName());
        Files.move(incoming, committed, StandardCopyOption.ATOMIC_MOVE);
        try {
            DurableFiles.flush(root.resolve("committed"));
            publish(committed, packAdded);
        } catch (IOException e) {
            refused.add(committed);
            try {
                withdraw();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /**
     * Who is told of a failure does not name the content: it must not appear at the next start, when what it counts on may have gone. So
     * nothing else happens before it is withdrawn.
     */
    private void withdraw() throws IOException {
        while (!refused.isEmpty()) {
            Path committed = refused.getFirst();
            if (Files.exists(committed)) {
                Path incoming = root.resolve("incoming").resolve(committed.getFileName());
                Files.move(committed, incoming, StandardCopyOption.ATOMIC_MOVE);
            }
            refused.removeFirst();
        }
    }

    /** The manifest last: nobody shall see one whose blocks have not arrived. */
    private void publish(Path committed, Runnable packAdded) throws IOException {
        moveAll(committed, PACK, "packs");
        for (Path file : list(committed)) {
            String name = file.getFileName().toString();
            if (name.endsWith(INDEX)) {
                // The same pack may have been retired or damaged before: now it is whole and wanted.
                PackId pack = new PackId(name.substring(0, name.length() - INDEX.length()));
                delete(pack(pack, RETIRED));
                delete(pack(pack, DAMAGED));
            }
        }
        moveAll(committed, INDEX, "packs");
        packAdded.run();
        moveAll(committed, MANIFEST, "manifests");
        Files.delete(committed);
    }

    private void moveAll(Path committed, String suffix, String to) throws IOException {
        Path place = root.resolve(to);
        for (Path file : list(committed)) {
            if (file.toString().endsWith(suffix)) {
                moveInto(file, place.resolve(file.getFileName()));
                DurableFiles.flush(place);
            }
        }
    }

    private void moveInto(Path file, Path target) throws IOException {
        if (Files.isDirectory(target)) {
            delete(target); // what has the name of a file only is in its way
        }
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads a small file of the store.
     *
     * @throws ContentException STORE_DAMAGED when it is there and cannot be read
     */
    static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new ContentException(
                    ContentError.STORE_DAMAGED,
                    "The file " + file + " of the content store cannot be read: " + e
                            + ". Check the volume, then validate the contents and add the damaged ones again.",
                    e);
        }
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
            moveInto(written, file);
            DurableFiles.flush(Objects.requireNonNull(file.getParent()));
        } finally {
            delete(incoming);
        }
    }

    /** @return the blocks of a pack that is there and that new content may use */
    Optional<PackIndex> packIndex(PackId pack) throws IOException {
        if (!Files.exists(pack(pack, INDEX)) || !Files.exists(pack(pack, PACK)) || Files.exists(pack(pack, RETIRED))) {
            return Optional.empty();
        }
        return Optional.of(PackIndex.decode(read(pack(pack, INDEX))));
    }

    /** @throws IOException when there is no such file; what has the name only, a folder, is none */
    long packBytes(PackId pack) throws IOException {
        BasicFileAttributes file = Files.readAttributes(pack(pack, PACK), BasicFileAttributes.class);
        if (!file.isRegularFile()) {
            throw new IOException(pack(pack, PACK) + " is not a file");
        }
        return file.size();
    }

    /** Within a {@link #step}: lets blocks of a pack count as missing for good: they are damaged, or have a newer copy elsewhere. */
    void addDamaged(PackId pack, Set<BlockId> blocks) throws IOException {
        Set<String> names = new TreeSet<>();
        damaged(pack).forEach(id -> names.add(id.hex()));
        blocks.forEach(id -> names.add(id.hex()));
        writeMark(pack, DAMAGED, (String.join("\n", names) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Tells which blocks of the pack were found damaged.
     *
     * @throws ContentException STORE_DAMAGED when that is not known, the list itself being damaged
     */
    Set<BlockId> damaged(PackId pack) throws IOException {
        Path list = pack(pack, DAMAGED);
        if (!Files.exists(list)) {
            return Set.of();
        }
        // Not decoded as characters: a damaged byte is none.
        List<String> names = List.of(new String(read(list), StandardCharsets.ISO_8859_1).split("\n"));
        if (!names.stream().allMatch(Sha256::isHex)) {
            throw new ContentException(
                    ContentError.STORE_DAMAGED,
                    "The list of damaged blocks of pack " + pack + " is damaged itself, so none of them is used."
                            + " Validate the contents and add the damaged ones again.");
        }
        return names.stream().map(BlockId::of).collect(Collectors.toSet());
    }

    /** Within a {@link #step}: marks a pack as retired. */
    void retire(PackId pack, Instant now) throws IOException {
        writeMark(pack, RETIRED, now.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Within a {@link #step}.
     *
     * @return the bytes of the pack that was deleted; 0 when it has been added again meanwhile
     */
    long deleteRetired(PackId pack) throws IOException {
        if (!Files.exists(pack(pack, RETIRED))) {
            return 0;
        }
        Path file = pack(pack, PACK);
        long size = Files.exists(file) ? Files.size(file) : 0;
        // The mark last, so that a crash in between is finished by the next collection.
        for (String suffix : List.of(INDEX, DAMAGED, PACK, RETIRED)) {
            delete(pack(pack, suffix));
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

    /** Once it is closed, no {@link #step} begins. */
    @Override
    public synchronized void close() throws IOException {
        lockFile.close();
    }
}

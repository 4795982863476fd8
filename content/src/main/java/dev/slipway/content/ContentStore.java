package dev.slipway.content;

import dev.slipway.wim.ReadAt;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Content versions in a local folder, each block once. One process at a time; in it, any number of threads.
 *
 * <p>After a crash at any moment each content version is there wholly or not at all.
 */
public final class ContentStore implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ContentStore.class.getName());

    private final StoreFolder folder;
    private final BlockIndex index = new BlockIndex();
    private final StoreExtents extents;
    private final ReentrantLock collecting = new ReentrantLock();
    private final InFlight inFlight = new InFlight();
    /** One reception of a content at a time. */
    private final Map<ContentId, ReentrantLock> receptions = new ConcurrentHashMap<>();

    private ContentStore(StoreFolder folder) {
        this.folder = folder;
        this.extents = new StoreExtents(folder, index);
    }

    /**
     * Opens the store, making the folder if there is none.
     *
     * @throws ContentException STORE_IN_USE when another process has it open; STORE_UNWRITABLE
     */
    public static ContentStore open(Path root) throws ContentException {
        StoreFolder folder = StoreFolder.open(root);
        ContentStore store = new ContentStore(folder);
        try {
            store.index.load(folder);
            store.extents.recover();
            return store;
        } catch (IOException e) {
            store.close();
            throw folder.room().writeFailure(e);
        }
    }

    /**
     * Adds a content version: reads each source once, writes one pack with the blocks that the store lacks, and one manifest.
     * Until it returns nothing is visible, and when it throws nothing remains. Adding what is there already changes nothing.
     *
     * @throws ContentException SOURCE_UNREADABLE, SOURCE_CHANGED, OUT_OF_SPACE, STORE_UNWRITABLE
     * @throws InterruptedException when the thread was interrupted
     */
    public Ingested add(List<SourceFile> sources, IngestProgress progress)
            throws ContentException, InterruptedException {
        Set<String> paths = new HashSet<>();
        for (SourceFile source : sources) {
            if (!paths.add(source.path())) {
                throw new IllegalArgumentException("Two sources have the path " + source.path());
            }
        }
        while (true) {
            try {
                return new Ingest(folder, index, extents, sources, progress).run();
            } catch (Ingest.Overtaken e) {
                LOG.log(System.Logger.Level.WARNING, "Content is added once more: {0}", e.getMessage());
            }
        }
    }

    /**
     * Fetches a content version from elsewhere: the blocks that are missing, or all anew. Every block is checked on arrival, and at the
     * end each block of the content is read from the disk and hashed; what is found damaged there is fetched again. Only then does the
     * content count as being in the store.
     *
     * <p>When this ends early, by an exception, an interrupt or a kill, what has arrived stays: the next call goes on from there, and no
     * collection takes it until {@link #abandon}. A content that was in the store before stays there meanwhile.
     *
     * @param manifest verified by the caller against the content id that was wanted
     * @throws ContentException TRANSFER_FAILED, OUT_OF_SPACE, STORE_UNWRITABLE; STORE_DAMAGED when the disk does not give back what was
     *     written
     */
    public Received receive(
            Manifest manifest,
            ContentSources sources,
            RetryPolicy policy,
            Pace pace,
            ReceiveMode mode,
            ReceiveProgress progress)
            throws ContentException, InterruptedException {
        return receive(new ContentUpdate(manifest, Map.of()), sources, policy, pace, mode, progress);
    }

    /** The same, with some of the blocks there already: see {@link #update}. */
    public Received receive(
            ContentUpdate update,
            ContentSources sources,
            RetryPolicy policy,
            Pace pace,
            ReceiveMode mode,
            ReceiveProgress progress)
            throws ContentException, InterruptedException {
        Manifest manifest = update.manifest();
        ReentrantLock reception = receptions.computeIfAbsent(manifest.contentId(), content -> new ReentrantLock());
        reception.lockInterruptibly();
        try {
            Fetcher fetcher = new Fetcher(manifest, sources, policy, pace);
            return new Reception(folder, index, extents, inFlight, update, mode, fetcher, progress).run();
        } finally {
            reception.unlock();
        }
    }

    /**
     * Says one content version by means of another, for a place that holds that one; both are here.
     *
     * @return what {@link #update} reads there
     * @throws ContentException CONTENT_UNKNOWN; STORE_DAMAGED when a block is missing
     */
    public byte[] updateFrom(ContentId base, ContentId content) throws ContentException {
        try {
            return ContentUpdate.encode(manifest(base), manifest(content), this::block);
        } catch (ContentException e) {
            throw e;
        } catch (IOException e) {
            throw damagedStore("Content " + base + " or " + content + " cannot be read: " + e, e);
        }
    }

    /**
     * Reads what {@link #updateFrom} made elsewhere.
     *
     * @param document whose base is whole in this store
     * @param wanted the content that was asked for
     * @throws ContentException DOCUMENT_INVALID; CONTENT_UNKNOWN or STORE_DAMAGED when the base is not here
     */
    public ContentUpdate update(byte[] document, ContentId wanted) throws ContentException {
        try {
            return ContentUpdate.decode(document, manifest(ContentUpdate.base(document)), wanted, this::block);
        } catch (ContentException e) {
            throw e;
        } catch (IOException e) {
            throw damagedStore("The base of an update to content " + wanted + " cannot be read: " + e, e);
        }
    }

    private byte[] block(Block block) throws IOException {
        BlockLocation location = index.find(block)
                .orElseThrow(() -> new ContentException(
                        ContentError.STORE_DAMAGED,
                        "Block " + block.id() + " is missing or damaged. Add its content again from its source."));
        try (ReadAt pack = ReadAt.of(folder.pack(location.pack(), StoreFolder.PACK))) {
            ByteBuffer bytes = ByteBuffer.allocate(block.length());
            pack.readFully(location.offset(), bytes);
            return bytes.array();
        }
    }

    /** @return contents that were not received to their end, and were not abandoned */
    public List<ContentId> unfinished() throws ContentException {
        try {
            return folder.wanted().all();
        } catch (IOException e) {
            throw folder.room().writeFailure(e);
        }
    }

    /**
     * Gives up what {@link #receive} left unfinished; the next collection takes the blocks that arrived. While the content is being
     * received this does nothing.
     */
    public void abandon(ContentId content) throws ContentException {
        ReentrantLock reception = receptions.computeIfAbsent(content, id -> new ReentrantLock());
        if (!reception.tryLock()) {
            return;
        }
        try {
            folder.step(() -> folder.wanted().forget(content));
        } catch (IOException e) {
            throw folder.room().writeFailure(e);
        } finally {
            reception.unlock();
        }
    }

    /**
     * Makes a content of the files of others, each under a folder; nothing is read or stored again but the list of files.
     *
     * @throws ContentException CONTENT_UNKNOWN, STORE_DAMAGED, STORE_UNWRITABLE
     * @throws IllegalArgumentException when two files would have the same path
     */
    public ContentId compose(List<Part> parts) throws ContentException {
        List<ContentFile> files = new ArrayList<>();
        for (Part part : parts) {
            files.addAll(Composition.placed(part, manifest(part.content())));
        }
        try {
            return new Composition(folder, index, extents).write(files);
        } catch (IOException e) {
            throw folder.room().writeFailure(e);
        }
    }

    /**
     * Writes contents into one file, to be carried to another store (DIST-11). Each block stands in it once.
     *
     * @param present contents that the other store has already, and this one too; blocks that they have are left out
     * @param target appears when it is whole
     * @return its size in bytes
     * @throws ContentException CONTENT_UNKNOWN, STORE_DAMAGED, EXPORT_FAILED
     */
    public long exportTo(Path target, List<ContentId> contents, List<ContentId> present, IngestProgress progress)
            throws ContentException, InterruptedException {
        List<Manifest> wanted = new ArrayList<>();
        for (ContentId content : contents) {
            wanted.add(manifest(content));
        }
        List<Manifest> base = new ArrayList<>();
        for (ContentId content : present) {
            base.add(manifest(content));
        }
        return new PrestagedExport(folder, index, wanted, base, progress).write(target);
    }

    /**
     * Receives the contents of a prestaged content file; each block is checked. After a failure or a kill the same call goes on where it
     * stopped.
     *
     * @return the contents, in the order of the file
     * @throws ContentException DOCUMENT_INVALID, SOURCE_UNREADABLE; BASE_MISSING when the file leaves out blocks that are not here; and
     *     as {@link #receive}
     */
    public List<Received> importFrom(Path file, ReceiveProgress progress)
            throws ContentException, InterruptedException {
        PrestagedFile prestaged = PrestagedFile.open(file);
        for (Manifest manifest : prestaged.contents()) {
            prestaged.requireBase(manifest, index);
        }
        List<Received> received = new ArrayList<>();
        RetryPolicy once = new RetryPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO);
        for (Manifest manifest : prestaged.contents()) {
            received.add(receive(
                    manifest, ContentSources.of(prestaged), once, Pace.UNLIMITED, ReceiveMode.MISSING, progress));
        }
        return received;
    }

    /** @return every content version in the store */
    public List<ContentId> contents() throws ContentException {
        try {
            return folder.manifests();
        } catch (IOException e) {
            throw folder.room().writeFailure(e);
        }
    }

    public boolean contains(ContentId content) {
        return Files.exists(folder.manifest(content));
    }

    /** @throws ContentException CONTENT_UNKNOWN, or STORE_DAMAGED when the manifest's hash is not the content id */
    public Manifest manifest(ContentId content) throws ContentException {
        byte[] bytes = manifestBytes(content);
        if (!Sha256.hex(bytes).equals(content.hex())) {
            throw new ContentException(
                    ContentError.STORE_DAMAGED,
                    "The manifest of content " + content + " is damaged. Remove the content and add it again.");
        }
        return Manifest.decode(bytes);
    }

    private byte[] manifestBytes(ContentId content) throws ContentException {
        // Not through a channel: an interrupt would end the read, which is no damage.
        try (FileInputStream file = new FileInputStream(folder.manifest(content).toFile())) {
            return file.readAllBytes();
        } catch (FileNotFoundException e) {
            throw new ContentException(
                    ContentError.CONTENT_UNKNOWN,
                    "Content " + content + " is not in the store " + folder.root() + ". Add it from its source.",
                    e);
        } catch (IOException e) {
            throw damagedStore("The manifest of content " + content + " cannot be read: " + e, e);
        }
    }

    /**
     * Where the content's blocks lie now. Packs that it names stay readable for the grace time of {@link #collect}, whatever happens.
     *
     * @throws ContentException CONTENT_UNKNOWN; STORE_DAMAGED when a block is missing
     */
    public Extents extents(ContentId content) throws ContentException {
        List<Extent> extents = new ArrayList<>();
        for (ContentFile file : manifest(content).files()) {
            extents.addAll(extents(content, file));
        }
        return new Extents(extents);
    }

    private List<Extent> extents(ContentId content, ContentFile file) throws ContentException {
        List<Extent> extents = new ArrayList<>(file.blocks().size());
        for (Block block : file.blocks()) {
            BlockLocation location = index.find(block)
                    .orElseThrow(() -> new ContentException(
                            ContentError.STORE_DAMAGED,
                            "Block " + block.id() + " of " + file.path() + " in content " + content
                                    + " is missing or damaged. Add the content again from its source."));
            extents.add(new Extent(location.pack(), location.offset()));
        }
        return extents;
    }

    /**
     * The file of a pack, for a web server; it never changes, and is never written to.
     *
     * @throws ContentException PACK_UNKNOWN
     */
    public Path pack(PackId pack) throws ContentException {
        Path file = folder.pack(pack, StoreFolder.PACK);
        if (!Files.exists(file)) {
            throw new ContentException(
                    ContentError.PACK_UNKNOWN,
                    "Pack " + pack + " is not in the store. Ask for the content's extents anew.");
        }
        return file;
    }

    /**
     * Opens a file of a content version for reading at any offset; the caller closes it.
     *
     * @throws ContentException CONTENT_UNKNOWN, FILE_UNKNOWN; STORE_DAMAGED when a block is missing
     */
    public ReadAt open(ContentId content, String path) throws ContentException {
        ContentFile file = manifest(content)
                .file(path)
                .orElseThrow(() -> new ContentException(
                        ContentError.FILE_UNKNOWN, "Content " + content + " has no file " + path + "."));
        return new ContentReader(folder, index, file, extents(content, file));
    }

    /** Forgets a content version; its blocks remain until they are collected. The caller knows that nothing refers to it. */
    public void remove(ContentId content) throws ContentException {
        try {
            folder.step(() -> {
                folder.delete(folder.manifest(content));
                DurableFiles.flush(folder.root().resolve("manifests"));
            });
            extents.removed(content);
        } catch (IOException e) {
            throw folder.room().writeFailure(e);
        }
    }

    /**
     * Hashes every block of the content anew. Damaged blocks count as missing from then on: the content is not served until it has been
     * added again from its source, which stores them anew.
     *
     * @param pace at which it is read; {@link Pace#percent} leaves time to those who are served (DIST-5)
     * @return what is damaged; nothing when the content is whole
     * @throws ContentException CONTENT_UNKNOWN; STORE_DAMAGED when the manifest itself is damaged or a pack cannot be read
     */
    public List<DamagedBlock> verify(ContentId content, Pace pace, IngestProgress progress)
            throws ContentException, InterruptedException {
        Manifest manifest = manifest(content);
        try {
            return new StoreValidation(folder, index, extents, manifest, pace, progress).run();
        } catch (ContentException e) {
            throw e;
        } catch (IOException e) {
            throw interruptedOr(damagedStore("Content " + content + " could not be validated: " + e, e));
        }
    }

    /** As fast as it goes. */
    public List<DamagedBlock> verify(ContentId content, IngestProgress progress)
            throws ContentException, InterruptedException {
        return verify(content, Pace.UNLIMITED, progress);
    }

    /**
     * Gives back the room of blocks that no content version names; safe beside running ingests and readers. Deletes at once what an
     * earlier call retired before the grace time; one collection runs at a time.
     *
     * @param grace how long a pack that is no longer needed stays readable for those who have been told of it
     */
    public Collected collect(Duration grace, Instant now) throws ContentException, InterruptedException {
        collecting.lockInterruptibly();
        try {
            return new StoreCollection(folder, index, extents, grace, now).run();
        } catch (IOException e) {
            throw interruptedOr(folder.room().writeFailure(e));
        } finally {
            collecting.unlock();
        }
    }

    /** An interrupt closes the file that is just being read or written; that is not the failure. */
    private static ContentException interruptedOr(ContentException failure) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted while working on the content store");
        }
        return failure;
    }

    private static ContentException damagedStore(String what, IOException cause) {
        return new ContentException(
                ContentError.STORE_DAMAGED,
                what + ". Check the volume, then add the content again from its source.",
                cause);
    }

    @Override
    public void close() throws ContentException {
        try {
            folder.close();
        } catch (IOException e) {
            throw folder.room().writeFailure(e);
        }
    }
}

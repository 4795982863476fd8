package dev.slipway.point;

import dev.slipway.content.Collected;
import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.content.Extent;
import dev.slipway.content.Extents;
import dev.slipway.content.PackId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this point holds, tells of and serves: contents of which every block was read from this disk and hashed. A content that the site no
 * longer names is told of no more and opened to nobody new; who is reading it goes on until the grace time is over.
 */
final class Holding {
    private static final Logger LOG = LoggerFactory.getLogger(Holding.class);
    /** So long a prestaged content waits to be asked for. */
    private static final Duration UNASKED = Duration.ofDays(30);
    /** When less than this part of the volume is free, older versions are not kept. */
    private static final int SPARED_PART = 10;

    private final PointFolder folder;
    private final ContentStore store;
    private final Duration grace;
    private final Set<ContentId> whole = ConcurrentHashMap.newKeySet();
    private final Map<ContentId, Instant> released = new ConcurrentHashMap<>();
    private volatile Set<ContentId> spare = Set.of();
    private final AtomicInteger importing = new AtomicInteger();
    /** The packs that each content needs or needed, so that not every range reads its manifest. */
    private final Map<ContentId, Set<PackId>> packs = new ConcurrentHashMap<>();

    /** @param grace how long a content that shall go is served to those who have begun to read it */
    Holding(PointFolder folder, ContentStore store, Duration grace) throws IOException {
        this.folder = folder;
        this.store = store;
        this.grace = grace;
        for (ContentId content : folder.all(PointFolder.Mark.CHECKED)) {
            recall(content);
        }
    }

    private void recall(ContentId content) throws IOException {
        try {
            store.extents(content);
            whole.add(content);
        } catch (ContentException e) {
            LOG.warn("Content {} is not whole any more: {}", content, e.getMessage());
            folder.clear(PointFolder.Mark.CHECKED, content);
        }
    }

    ContentStore store() {
        return store;
    }

    /** Ids of the contents that this point can give, in order. */
    List<String> whole() {
        TreeSet<String> ids = new TreeSet<>();
        whole.stream().filter(content -> !released.containsKey(content)).forEach(content -> ids.add(content.hex()));
        return List.copyOf(ids);
    }

    /** Also while it is about to go. */
    boolean isWhole(ContentId content) {
        return whole.contains(content);
    }

    /** Every block of the content was just read and hashed. */
    void checked(ContentId content) throws IOException {
        folder.set(PointFolder.Mark.CHECKED, content);
        packs.remove(content);
        whole.add(content);
    }

    /** Blocks of the content are damaged or missing, and with them those of contents that share them. */
    void damaged(ContentId content) throws IOException {
        forget(content);
        for (ContentId other : Set.copyOf(whole)) {
            try {
                store.extents(other);
            } catch (ContentException e) {
                LOG.warn("Content {} is not whole any more: {}", other, e.getMessage());
                forget(other);
            }
        }
    }

    private void forget(ContentId content) throws IOException {
        whole.remove(content);
        packs.remove(content);
        folder.clear(PointFolder.Mark.CHECKED, content);
    }

    /** This server is another point now: what it holds waits to be asked for, as if it had been imported. */
    void keepUntilAsked() throws IOException {
        for (ContentId content : whole) {
            folder.set(PointFolder.Mark.IMPORTED, content);
        }
    }

    /** What is being taken in is named by nobody yet: nothing is let go until {@link #importEnds}. */
    void importBegins() {
        importing.incrementAndGet();
    }

    void importEnds() {
        importing.decrementAndGet();
    }

    /** Came by a prestaged file: it is kept although the site does not name it yet. */
    void imported(ContentId content) throws IOException {
        folder.set(PointFolder.Mark.IMPORTED, content);
        released.remove(content);
        checked(content);
    }

    /** @return none when the content is not here, not whole, or about to go */
    Optional<Extents> extents(ContentId content) {
        if (!whole.contains(content) || released.containsKey(content)) {
            return Optional.empty();
        }
        try {
            return Optional.of(store.extents(content));
        } catch (ContentException e) {
            LOG.warn("Content {} is not served: {}", content, e.getMessage());
            return Optional.empty();
        }
    }

    /** @return the pack's file; none when the content does not need this pack or the point does not have it */
    Optional<Path> pack(ContentId content, PackId pack) {
        try {
            return needs(content, pack) ? Optional.of(store.pack(pack)) : Optional.empty();
        } catch (ContentException e) {
            LOG.debug("Pack {} is not served", pack, e);
            return Optional.empty();
        }
    }

    private boolean needs(ContentId content, PackId pack) throws ContentException {
        if (!whole.contains(content)) {
            return false;
        }
        Set<PackId> known = packs.getOrDefault(content, Set.of());
        if (known.contains(pack)) {
            return true;
        }
        // Collections move blocks to other packs; who was told of the old ones may still read them.
        Set<PackId> now = new HashSet<>(known);
        store.extents(content).extents().stream().map(Extent::pack).forEach(now::add);
        packs.put(content, Set.copyOf(now));
        return now.contains(pack);
    }

    /**
     * Lets go of what the site does not name, and removes what was let go before the grace time.
     *
     * @param hold what the site names
     * @param spare what it names besides, as long as there is room
     */
    void keepOnly(Set<ContentId> hold, Set<ContentId> spare, Instant now) throws IOException, InterruptedException {
        this.spare = roomIsShort() ? Set.of() : Set.copyOf(spare);
        Set<ContentId> all = new HashSet<>(store.contents());
        // In this order: an import that has ended by now has marked what it brought.
        if (importing.get() > 0) {
            return;
        }
        for (ContentId content : all) {
            if (hold.contains(content) || this.spare.contains(content)) {
                folder.clear(PointFolder.Mark.IMPORTED, content);
                released.remove(content);
            } else if (!isWaitingToBeAsked(content, now) && released.putIfAbsent(content, now) == null) {
                LOG.info("Content {} shall go; those who read it now are served for {}", content, grace);
            }
        }
        released.keySet().retainAll(all);
        // The clock may have been set back.
        released.replaceAll((content, since) -> since.isAfter(now) ? now : since);
        for (ContentId content : store.unfinished()) {
            if (!hold.contains(content)) {
                store.abandon(content);
            }
        }
        for (Map.Entry<ContentId, Instant> gone : released.entrySet()) {
            if (!now.isBefore(gone.getValue().plus(grace))) {
                remove(gone.getKey());
            }
        }
    }

    private boolean isWaitingToBeAsked(ContentId content, Instant now) throws IOException {
        Path mark = folder.file(PointFolder.Mark.IMPORTED, content);
        return Files.exists(mark)
                && now.isBefore(Files.getLastModifiedTime(mark).toInstant().plus(UNASKED));
    }

    private void remove(ContentId content) throws IOException {
        forget(content);
        folder.clear(PointFolder.Mark.IMPORTED, content);
        store.remove(content);
        released.remove(content);
        LOG.info("Content {} is removed", content);
    }

    /** Gives back the room of blocks that no content needs any more. */
    void collect(Instant now) throws IOException, InterruptedException {
        Collected collected = store.collect(grace, now);
        LOG.debug("Collected: {}", collected);
    }

    private boolean roomIsShort() throws IOException {
        long total = Files.getFileStore(folder.content()).getTotalSpace();
        return freeBytes() < total / SPARED_PART;
    }

    /** Room is short and wanted: what was let go, and what was kept only in case of a rollback, goes now, even from under its last readers. @return whether there is more room now */
    boolean makeRoom(Instant now) throws IOException, InterruptedException {
        long before = freeBytes();
        Set<ContentId> going = new HashSet<>(released.keySet());
        going.addAll(spare);
        spare = Set.of();
        for (ContentId content : going) {
            remove(content);
        }
        // The first retires packs, the second deletes them.
        store.collect(Duration.ZERO, now);
        store.collect(Duration.ZERO, now.plusMillis(1));
        return freeBytes() > before;
    }

    /** What the packs take, in bytes. */
    long storedBytes() throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder.content().resolve("packs"), "*.pack")) {
            for (Path file : files) {
                sum += size(file);
            }
        }
        return sum;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (java.nio.file.NoSuchFileException e) {
            return 0;
        }
    }

    long freeBytes() throws IOException {
        return Files.getFileStore(folder.content()).getUsableSpace();
    }
}

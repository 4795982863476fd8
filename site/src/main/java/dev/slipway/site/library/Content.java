package dev.slipway.site.library;

import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.Ingested;
import dev.slipway.content.SourceFile;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.database.Database;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The site's content store, kept in step with the table of packages: a content version exists as long as a package names it. */
@Component
public class Content implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Content.class);
    private final Path folder;
    private final ContentStore store;
    private final Database database;
    /** Held while a content version gets its first package or loses its last. */
    private final ReentrantLock naming = new ReentrantLock();

    Content(SlipwayProperties properties, Database database) throws ContentException {
        this.database = database;
        this.folder = properties.data().resolve("content");
        this.store = ContentStore.open(folder);
        try {
            removeUnnamed();
        } catch (ContentException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    public ContentStore store() {
        return store;
    }

    /** Adds files, then lets the caller name the content in a transaction. Without a name nothing remains. */
    Ingested add(List<SourceFile> sources, IngestProgress progress, Naming name)
            throws ContentException, InterruptedException {
        while (true) {
            Ingested ingested = store.add(sources, progress);
            naming.lockInterruptibly();
            try {
                // Another package with the same content may have gone in the meantime, and the content with it.
                if (store.contains(ingested.content())) {
                    name.name(ingested);
                    return ingested;
                }
            } catch (RuntimeException e) {
                removeIfUnnamed(ingested.content());
                throw e;
            } finally {
                naming.unlock();
            }
        }
    }

    /** Writes the package that names a content version. */
    interface Naming {
        void name(Ingested ingested);
    }

    /** Deletes a package by the given change, and its content unless another package has the same. */
    void forget(String contentId, Runnable deletion) {
        naming.lock();
        try {
            deletion.run();
            removeIfUnnamed(new ContentId(contentId));
        } catch (ContentException e) {
            LOG.warn("Content {} could not be removed; the next start of the site tries again", contentId, e);
        } finally {
            naming.unlock();
        }
    }

    private void removeIfUnnamed(ContentId content) throws ContentException {
        if (!named().contains(content.hex())) {
            store.remove(content);
        }
    }

    /** A killed process may have left a content version that has no package yet or no more. */
    private void removeUnnamed() throws ContentException {
        Set<String> named = named();
        for (ContentId content : store.contents()) {
            if (!named.contains(content.hex())) {
                LOG.info("Content {} belongs to no package; it is removed", content);
                store.remove(content);
            }
        }
    }

    private Set<String> named() {
        return new HashSet<>(database.read(handle -> new PackageSql(handle).contentIds()));
    }

    /** What the store's packs take, in bytes. */
    public long storedBytes() throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> packs = Files.newDirectoryStream(folder.resolve("packs"), "*.pack")) {
            for (Path pack : packs) {
                sum += Files.size(pack);
            }
        }
        return sum;
    }

    /** Free bytes of the volume on which the store lies. */
    public long freeBytes() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    @Override
    public void close() throws ContentException {
        store.close();
    }
}

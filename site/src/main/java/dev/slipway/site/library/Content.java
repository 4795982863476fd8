package dev.slipway.site.library;

import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.Ingested;
import dev.slipway.content.Part;
import dev.slipway.content.SourceFile;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.database.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The site's content store, kept in step with the tables: a content exists as long as a package's version or an active run names it. */
@Component
public class Content implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Content.class);
    private final Path folder;
    private final ContentStore store;
    private final Database database;
    /** Held while a content gets its first name or loses its last. */
    private final ReentrantLock naming = new ReentrantLock();

    Content(SlipwayProperties properties, Database database) throws ContentException {
        this.database = database;
        this.folder = properties.data().resolve("content");
        this.store = ContentStore.open(folder);
        try {
            forgetUnnamed();
        } catch (ContentException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    public ContentStore store() {
        return store;
    }

    /** Adds files, then lets the caller name the content in a transaction. Without a name nothing remains. */
    public Ingested add(List<SourceFile> sources, IngestProgress progress, Naming name)
            throws ContentException, InterruptedException {
        return makeAndName(() -> store.add(sources, progress), name);
    }

    private Ingested makeAndName(Making making, Naming name) throws ContentException, InterruptedException {
        try {
            return made(making, added -> added, (added, checked) -> {
                name.name(added);
                return added;
            });
        } catch (ContentException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("a content without a check fails with a ContentException only", e);
        }
    }

    /**
     * Adds files, lets the caller check the content as it lies in the store, then name it in a transaction. Without a name nothing remains.
     *
     * @param check may take long; when it throws, nothing remains
     */
    public <C, T> T add(List<SourceFile> sources, IngestProgress progress, Check<C> check, CheckedNaming<C, T> name)
            throws IOException, InterruptedException {
        return made(() -> store.add(sources, progress), check, name);
    }

    /**
     * Makes a content of the files of others, which is neither read nor stored again, then lets the caller name it as {@link #add} does.
     *
     * @throws ContentException as {@link ContentStore#compose}
     */
    public void compose(List<Part> parts, Naming name) throws ContentException, InterruptedException {
        makeAndName(() -> composed(parts), name);
    }

    private Ingested composed(List<Part> parts) throws ContentException {
        ContentId content = store.compose(parts);
        return new Ingested(content, store.manifest(content).size(), 0, Optional.empty(), Map.of());
    }

    /** Puts a content into the store. */
    private interface Making {
        Ingested make() throws ContentException, InterruptedException;
    }

    private <C, T> T made(Making making, Check<C> check, CheckedNaming<C, T> name)
            throws IOException, InterruptedException {
        while (true) {
            Ingested ingested = making.make();
            try {
                C checked = check.check(ingested);
                naming.lockInterruptibly();
                try {
                    // Another package with the same content may have gone in the meantime, and the content with it.
                    if (store.contains(ingested.content())) {
                        return renaming(() -> name.name(ingested, checked));
                    }
                } finally {
                    naming.unlock();
                }
            } finally {
                removeIfUnnamed(ingested.content());
            }
        }
    }

    /** Writes the package or version that names a content. */
    public interface Naming {
        void name(Ingested ingested);
    }

    /** Looks at a content before it gets a name. */
    public interface Check<C> {
        C check(Ingested ingested) throws IOException, InterruptedException;
    }

    /** Writes the package or version that names a content, knowing what the check found. */
    public interface CheckedNaming<C, T> {
        T name(Ingested ingested, C checked);
    }

    private void removeIfUnnamed(ContentId content) {
        naming.lock();
        try {
            if (!named().contains(content.hex())) {
                remove(content);
            }
        } finally {
            naming.unlock();
        }
    }

    /** Makes a change after which contents may have no name any more, and removes those. */
    public void forget(Runnable change) {
        naming.lock();
        try {
            var unused = renaming(() -> {
                change.run();
                return Boolean.TRUE;
            });
        } finally {
            naming.unlock();
        }
    }

    private <T> T renaming(Supplier<T> change) {
        Set<String> before = named();
        T result = change.get();
        Set<String> after = named();
        for (String content : before) {
            if (!after.contains(content)) {
                remove(new ContentId(content));
            }
        }
        return result;
    }

    private void remove(ContentId content) {
        try {
            store.remove(content);
        } catch (ContentException e) {
            LOG.warn("Content {} could not be removed; the daily collection tries again", content, e);
        }
    }

    /** A killed process may have left a content version without a name, and a run that ended needs its contents no more. */
    void forgetUnnamed() throws ContentException {
        naming.lock();
        try {
            Set<String> named = named();
            for (ContentId content : store.contents()) {
                if (!named.contains(content.hex())) {
                    LOG.info("Content {} belongs to no package and no active run; it is removed", content);
                    store.remove(content);
                }
            }
        } finally {
            naming.unlock();
        }
    }

    private Set<String> named() {
        return database.readAll(handle -> new VersionSql(handle).namedContents());
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

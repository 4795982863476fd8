package dev.slipway.site.library.driver;

import dev.slipway.content.Block;
import dev.slipway.content.ContentError;
import dev.slipway.content.ContentException;
import dev.slipway.content.ContentFile;
import dev.slipway.content.ContentId;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.Ingested;
import dev.slipway.content.Manifest;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.scope.Scopes;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import dev.slipway.site.library.NewPackage;
import dev.slipway.site.library.NewVersion;
import dev.slipway.site.library.PackageSettings;
import dev.slipway.site.library.PackageTexts;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.SourceRefusal;
import dev.slipway.site.library.source.SourceException;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import dev.slipway.site.operation.OperationContext;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** Takes the drivers of a source into the library, each in a transaction of its own. What is wrong with one does not stop the others. */
@Component
class DriverImporter {
    private static final int MOST_NAMED_FAILURES = 5;
    private final Database database;
    private final Content content;
    private final Packages packages;
    private final Events events;

    DriverImporter(Database database, Content content, Packages packages, Events events) {
        this.database = database;
        this.content = content;
        this.packages = packages;
        this.events = events;
    }

    /** @param known drivers that the library had, and that the rule for duplicates lets take part */
    record Outcome(List<String> imported, List<String> known, int leftAlone, List<String> failures) {
        Outcome {
            imported = List.copyOf(imported);
            known = List.copyOf(known);
            failures = List.copyOf(failures);
        }

        int failed() {
            return failures.size();
        }

        /** Drivers that join the import's driver packages. */
        List<String> joining() {
            List<String> all = new ArrayList<>(imported);
            all.addAll(known);
            return all;
        }

        String sentence() {
            StringBuilder text = new StringBuilder(imported.size() + " imported");
            if (!known.isEmpty() || leftAlone > 0) {
                int there = known.size() + leftAlone;
                text.append(", ")
                        .append(there)
                        .append(there == 1 ? " was" : " were")
                        .append(" in the library already");
            }
            if (failed() > 0) {
                text.append(", ").append(failed()).append(" failed: ");
                text.append(String.join(" ", failures.subList(0, Math.min(failed(), MOST_NAMED_FAILURES))));
                text.append(failed() > MOST_NAMED_FAILURES ? " The log names all." : "");
                return text.toString();
            }
            return text.append('.').toString();
        }
    }

    private sealed interface Fate {
        record New(String id) implements Fate {}

        record Known(String id) implements Fate {}

        /** The library has it, but not for the account that imports. */
        record Hidden() implements Fate {}
    }

    Outcome run(OperationContext context, DriverSource source, DriverImport wanted) throws InterruptedException {
        List<String> infs = source.infPaths();
        if (infs.isEmpty()) {
            throw new SlipwayException(
                    "drivers-not-found",
                    422,
                    source.name() + " holds no INF file. Give a folder in which drivers lie unpacked.");
        }
        List<String> chosen = wanted.infs() == null
                ? infs
                : infs.stream().filter(wanted.infs()::contains).toList();
        context.log("%s: %d INF files, of which %d are read".formatted(source.name(), infs.size(), chosen.size()));
        List<String> imported = new ArrayList<>();
        List<String> known = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        int leftAlone = 0;
        for (int i = 0; i < chosen.size(); i++) {
            String inf = chosen.get(i);
            context.progress(100 * i / chosen.size(), inf);
            try {
                FoundDriver found = source.read(inf);
                if (!wanted.shows(found.inf().deviceClass(), found.signature().holds())) {
                    context.log(inf + ": left out, it is not among the drivers that were asked for");
                    continue;
                }
                switch (take(context, found, source.name(), wanted)) {
                    case Fate.New(String id) -> {
                        imported.add(id);
                        context.log(inf + ": imported as " + id + " " + found.proposedName()
                                + (found.missing().isEmpty()
                                        ? ""
                                        : "; it lacks " + String.join(", ", found.missing())));
                    }
                    case Fate.Known(String id) -> {
                        boolean left = wanted.duplicateRule() == DuplicateRule.DO_NOT_IMPORT;
                        leftAlone += left ? 1 : 0;
                        if (!left) {
                            known.add(id);
                        }
                        context.log(inf + ": is in the library already as " + id + (left ? "; left alone" : ""));
                    }
                    case Fate.Hidden() -> {
                        leftAlone++;
                        context.log(inf + ": is in the library already, outside your security scopes; left alone");
                    }
                }
            } catch (InterruptedIOException e) {
                throw interrupted(e);
            } catch (IOException | IllegalArgumentException e) {
                refuseFullStore(e);
                refuseLostSource(e, i, chosen.size());
                failures.add(inf + ": " + e.getMessage());
                context.log(failures.getLast());
            }
        }
        return new Outcome(imported, known, leftAlone, failures);
    }

    private static InterruptedException interrupted(IOException cause) {
        InterruptedException interrupted = new InterruptedException("The import was interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }

    /** When the disk is full the next driver fails as well. */
    private static void refuseFullStore(Exception e) {
        if (e instanceof ContentException full && full.error() == ContentError.OUT_OF_SPACE) {
            throw SourceRefusal.of(full);
        }
    }

    /** When the share does not answer any more, the next driver fails as well. */
    private static void refuseLostSource(Exception e, int read, int all) {
        SourceException lost =
                e instanceof SourceException own ? own : e.getCause() instanceof SourceException cause ? cause : null;
        if (lost != null && lost.isLost()) {
            throw new SlipwayException(
                    lost.code(),
                    422,
                    lost.getMessage() + " Of " + all + " INF files " + read
                            + " had been read; what was imported stays, and the same import again goes on from there.",
                    e);
        }
    }

    private Fate take(OperationContext context, FoundDriver found, String source, DriverImport wanted)
            throws ContentException, InterruptedException {
        AtomicReference<Fate> fate = new AtomicReference<>();
        content.add(found.files(), IngestProgress.NONE, added -> {
            String hash = filesHash(added);
            fate.set(database.write(handle -> {
                Optional<String> there = new DriverSql(handle).withFiles(hash);
                return there.isPresent()
                        ? again(handle, context, found, there.get(), wanted)
                        : register(handle, context, found, added, hash, source, wanted);
            }));
        });
        return java.util.Objects.requireNonNull(fate.get());
    }

    private Fate register(
            Handle handle,
            OperationContext context,
            FoundDriver found,
            Ingested added,
            String hash,
            String source,
            DriverImport wanted) {
        NewPackage fresh = new NewPackage(
                PackageType.DRIVER,
                found.proposedName(),
                PackageTexts.proposedVersion(found.inf().version()),
                "",
                found.architectures().size() == 1 ? found.architectures().getFirst() : "",
                PackageSettings.DEFAULT.withSourceAccount(wanted.account()));
        String path = source + "/" + found.infPath();
        String id = packages.register(handle, fresh, NewVersion.of(added, path, "", "Imported", context.createdBy()))
                .id();
        handle.execute(
                "update package set manufacturer = ? where id = ?",
                PackageTexts.proposed(found.inf().provider()),
                id);
        DriverSql sql = new DriverSql(handle);
        sql.insert(id, found, wanted.enabled(), hash, context.operationId());
        sql.addCategories(id, wanted.categoryNames());
        return new Fate.New(id);
    }

    private Fate again(Handle handle, OperationContext context, FoundDriver found, String id, DriverImport wanted) {
        DriverSql sql = new DriverSql(handle);
        if (sql.importedBy(id).filter(context.operationId()::equals).isPresent()) {
            return new Fate.New(id);
        }
        if (Scopes.isHiddenFrom(handle, context.createdBy(), id)) {
            return new Fate.Hidden();
        }
        if (wanted.duplicateRule() != DuplicateRule.DO_NOT_IMPORT) {
            sql.setSignature(id, found.signature());
        }
        switch (wanted.duplicateRule()) {
            case APPEND_CATEGORIES -> sql.addCategories(id, wanted.categoryNames());
            case OVERWRITE_CATEGORIES -> sql.replaceCategories(id, wanted.categoryNames());
            case KEEP_CATEGORIES, DO_NOT_IMPORT -> {
                return new Fate.Known(id);
            }
        }
        events.publish(handle, PackageType.DRIVER.topic(), id, Event.Change.CHANGED);
        return new Fate.Known(id);
    }

    /** The same files under the same names are the same driver, whenever they were written. */
    private String filesHash(Ingested added) {
        try {
            Manifest manifest =
                    content.store().manifest(new ContentId(added.content().hex()));
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (ContentFile file : manifest.files()) {
                digest.update((file.path().toLowerCase(Locale.ROOT) + "\0").getBytes(StandardCharsets.UTF_8));
                for (Block block : file.blocks()) {
                    digest.update(block.id().hex().getBytes(StandardCharsets.US_ASCII));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (ContentException e) {
            throw SourceRefusal.of(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

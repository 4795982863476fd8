package dev.slipway.site.library;

import dev.slipway.content.ContentFile;
import dev.slipway.content.ContentId;
import dev.slipway.content.Ingested;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.SourceKind.Details;
import dev.slipway.site.library.SourceKind.SourceContent;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.Sources;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.wim.WimExport;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes contents from sources: into a new package, or as the next version of one. A source is read once and checked as it lies in the store. */
@Component
class TakeIn {
    private static final int READ_PERCENT = 60;
    private final Database database;
    private final Content content;
    private final Packages packages;
    private final Sources sources;
    private final Clock clock;
    private final Map<String, ReentrantLock> comparisons = new ConcurrentHashMap<>();

    TakeIn(Database database, Content content, Packages packages, Sources sources, Clock clock) {
        this.clock = clock;
        this.database = database;
        this.content = content;
        this.packages = packages;
        this.sources = sources;
    }

    /** A package from its source. @return one sentence: what came of it */
    String add(OperationContext context, SourceKind kind, Addition addition) throws InterruptedException {
        Optional<String> made = context.made();
        if (made.isPresent()) {
            return "Added %s as %s before the site stopped.".formatted(addition.path(), made.get());
        }
        if (addition.index() != null) {
            return addIndex(context, kind, addition, addition.index());
        }
        return opened(addition.requiredPath(), addition.sourceAccount(), source -> {
            SourceContent read = kind.read(source);
            context.log(read.sentence());
            Optional<String> terms = kind.licenseTerms(source);
            LicenseTerms.requireAccepted(source.name(), terms, addition.acceptsLicense());
            NewPackage wanted = addition.withVersion(read.proposedVersion().isEmpty() ? null : read.proposedVersion())
                    .as(kind.type(), read.proposedName(), read.proposedArchitecture(), read.proposedLanguage());
            return content.add(
                    read.files(),
                    (done, total) -> context.progress(percent(done, total, 0, READ_PERCENT), "Reading the source"),
                    added -> check(context, kind, added),
                    (added, details) -> database.write(handle -> {
                        NewVersion first = NewVersion.of(
                                added, addition.requiredPath(), read.sourceStamp(), "Added", context.createdBy());
                        String id = packages.register(handle, wanted, first).id();
                        details.write(handle, id);
                        if (terms.isPresent()) {
                            new LicenseAcceptance(terms.get(), clock.instant(), context.createdBy()).write(handle, id);
                        }
                        context.subject(handle, id);
                        return "Added %s as %s: %d bytes, of which %d were new to the content store."
                                .formatted(wanted.name(), id, added.sizeBytes(), added.newBytes());
                    }));
        });
    }

    /** IMG-3: writes the wanted image into a WIM of its own beside the source, and adds that. */
    private String addIndex(OperationContext context, SourceKind kind, Addition addition, int index)
            throws InterruptedException {
        return opened(addition.requiredPath(), addition.sourceAccount(), source -> {
            LicenseTerms.requireAccepted(source.name(), kind.licenseTerms(source), addition.acceptsLicense());
            String path;
            try (WimFile wim = WimFile.open(source.file().open())) {
                WimExport export = WimExport.of(wim, List.of(index));
                path = ExtractImage.write(context, export, source, ExtractImage.siblingName(source.lastName(), index));
            }
            context.log("Wrote image " + index + " to " + path);
            return add(context, kind, addition.of(path));
        });
    }

    /**
     * Compares a package with its source, and makes a version if that has changed (DIST-3).
     *
     * @param verify read the source even if it looks as it did
     * @param keepRollback what was rolled back stays so until the source changes
     * @return one sentence: what came of it
     */
    String refresh(OperationContext context, SourceKind kind, String id, boolean verify, boolean keepRollback)
            throws InterruptedException {
        return alone(id, () -> refreshAlone(context, kind, id, verify, keepRollback));
    }

    private interface Comparison {
        String run() throws InterruptedException;
    }

    /** Two at once would both find the source changed, and both make the same version. */
    private String alone(String id, Comparison comparison) throws InterruptedException {
        ReentrantLock comparing = comparisons.computeIfAbsent(id, one -> new ReentrantLock());
        comparing.lockInterruptibly();
        try {
            return comparison.run();
        } finally {
            comparing.unlock();
        }
    }

    private String refreshAlone(
            OperationContext context, SourceKind kind, String id, boolean verify, boolean keepRollback)
            throws InterruptedException {
        StoredPackage before = packages.get(kind.type(), id);
        List<PackageVersion> versions = packages.versions(kind.type(), id);
        return opened(before.sourcePath(), before.settings().sourceAccount(), source -> {
            SourceContent read = kind.read(source);
            context.log(read.sentence());
            Optional<PackageVersion> known = versions.stream()
                    .filter(version -> !verify
                            && !read.sourceStamp().isEmpty()
                            && version.sourceStamp().equals(read.sourceStamp()))
                    .findFirst();
            if (known.isPresent()) {
                return same(context, kind, before, known.get(), read.sourceStamp(), keepRollback);
            }
            return compared(context, kind, before, versions, read, keepRollback, "Refreshed from its source");
        });
    }

    /**
     * What the site made itself becomes the next version of a package; its source stays the one it had.
     *
     * @param folder on this machine
     * @param note why there is a new version
     */
    String replace(OperationContext context, SourceKind kind, String id, Path folder, String note)
            throws InterruptedException {
        return alone(id, () -> {
            StoredPackage before = packages.get(kind.type(), id);
            List<PackageVersion> versions = packages.versions(kind.type(), id);
            return opened(
                    folder.toString(),
                    null,
                    made -> compared(context, kind, before, versions, kind.read(made), false, note));
        });
    }

    private String compared(
            OperationContext context,
            SourceKind kind,
            StoredPackage before,
            List<PackageVersion> versions,
            SourceContent read,
            boolean keepRollback,
            String note)
            throws IOException, InterruptedException {
        record Found(
                Optional<PackageVersion> same, @Nullable Details details) {}
        record Outcome(Optional<PackageVersion> same, String sentence) {}
        Outcome outcome = content.add(
                read.files(),
                (done, total) -> context.progress(percent(done, total, 0, READ_PERCENT), "Reading the source"),
                added -> {
                    Optional<PackageVersion> same = sameBytes(versions, added.content());
                    return new Found(same, same.isPresent() ? null : check(context, kind, added));
                },
                (added, found) -> found.details() == null
                        ? new Outcome(found.same(), "")
                        : new Outcome(
                                Optional.empty(),
                                next(context, before, added, found.details(), read.sourceStamp(), note)));
        return outcome.same().isPresent()
                ? same(context, kind, before, outcome.same().get(), read.sourceStamp(), keepRollback)
                : outcome.sentence();
    }

    /** A content that the site itself made becomes the next version of a package. */
    String next(
            OperationContext context,
            StoredPackage before,
            Ingested added,
            Details details,
            String sourceStamp,
            String note) {
        return database.write(handle -> {
            PackageVersion version = packages.addVersion(
                    handle,
                    before.id(),
                    NewVersion.of(added, before.sourcePath(), sourceStamp, note, context.createdBy()));
            details.write(handle, before.id());
            String sentence = "%s (%s) is now at version %d: %d bytes, of which %d were new to the content store."
                    .formatted(before.name(), before.id(), version.number(), added.sizeBytes(), added.newBytes());
            context.completed(handle, sentence);
            return sentence;
        });
    }

    /** The version whose files have the same names and bytes; their times do not count. */
    private Optional<PackageVersion> sameBytes(List<PackageVersion> versions, ContentId added) throws IOException {
        List<ContentFile> wanted = content.store().manifest(added).files();
        for (PackageVersion version : versions) {
            if (version.contentId().isEmpty()) {
                continue;
            }
            List<ContentFile> have =
                    content.store().manifest(new ContentId(version.contentId())).files();
            boolean same = have.size() == wanted.size();
            for (int i = 0; same && i < have.size(); i++) {
                same = have.get(i).path().equals(wanted.get(i).path())
                        && have.get(i).blocks().equals(wanted.get(i).blocks());
            }
            if (same) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    private String same(
            OperationContext context,
            SourceKind kind,
            StoredPackage before,
            PackageVersion version,
            String stamp,
            boolean keepRollback)
            throws IOException {
        String name = before.name() + " (" + before.id() + ")";
        if (version.number() == before.sourceVersion() || keepRollback) {
            database.change(handle -> packages.unchanged(handle, before.id(), version.number(), stamp));
            return version.number() == before.sourceVersion()
                    ? "The source of %s has not changed since version %d; nothing was done."
                            .formatted(name, version.number())
                    : "The source of %s has not changed since version %d; it stays at version %d, to which it was rolled back."
                            .formatted(name, version.number(), before.sourceVersion());
        }
        context.log("The source is version " + version.number() + " again.");
        rollBack(kind, before.id(), version.number());
        return "%s is at version %d again, as its source is; nothing had to be stored."
                .formatted(name, version.number());
    }

    /** Makes a kept version the current one, with what is recorded of its content. */
    void rollBack(SourceKind kind, String id, long number) throws IOException {
        PackageVersion wanted = packages.version(kind.type(), id, number);
        if (wanted.contentId().isEmpty()) {
            throw new SlipwayException(
                    "version-not-kept",
                    409,
                    "Version " + number + " of " + id + " was made by an older version of Slipway, which kept no"
                            + " files of it.");
        }
        Details details = kind.details(new ContentId(wanted.contentId()));
        database.change(handle -> {
            packages.rollBack(handle, kind.type(), id, number);
            details.write(handle, id);
        });
    }

    Details check(OperationContext context, SourceKind kind, Ingested added) throws IOException, InterruptedException {
        return kind.check(
                added.content(),
                (done, total) -> context.progress(percent(done, total, READ_PERCENT, 100), "Verifying the WIM"));
    }

    private interface Work {
        String on(Source source) throws IOException, InterruptedException;
    }

    private String opened(String path, @Nullable String account, Work work) throws InterruptedException {
        try (Source source = sources.open(path, account)) {
            return work.on(source);
        } catch (IOException e) {
            throw SourceRefusal.of(path, e);
        }
    }

    private static int percent(long done, long total, int from, int to) {
        return total <= 0 ? from : from + (int) ((to - from) * (double) done / total);
    }
}

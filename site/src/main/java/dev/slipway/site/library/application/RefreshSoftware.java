package dev.slipway.site.library.application;

import dev.slipway.content.ContentException;
import dev.slipway.protocol.Json;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import dev.slipway.site.library.NewVersion;
import dev.slipway.site.library.PackageVersion;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.SourceRefusal;
import dev.slipway.site.library.StoredPackage;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.SourceException;
import dev.slipway.site.library.source.Sources;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** Reads a source folder again. Only what changed makes a new version (DIST-3). */
@Component
class RefreshSoftware implements OperationWork {
    static final String KIND = "SOFTWARE_REFRESH";
    private final Database database;
    private final Content content;
    private final Packages packages;
    private final Sources sources;

    RefreshSoftware(Database database, Content content, Packages packages, Sources sources) {
        this.sources = sources;
        this.database = database;
        this.content = content;
        this.packages = packages;
    }

    record Input(String packageId) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String json) throws Exception {
        String id =
                Json.decode(json.getBytes(StandardCharsets.UTF_8), Input.class).packageId();
        StoredPackage now = database.read(handle -> Packages.find(handle, id))
                .orElseThrow(() -> SlipwayException.notFound("package", id));
        try (Source opened = sources.open(now.sourcePath(), now.settings().sourceAccount())) {
            return refresh(context, now, SourceFolder.of(opened));
        } catch (SourceException e) {
            throw e.refusal();
        } catch (ContentException e) {
            throw SourceRefusal.of(e);
        }
    }

    private String refresh(OperationContext context, StoredPackage now, SourceFolder source)
            throws ContentException, InterruptedException {
        String id = now.id();
        if (source.stamp().equals(stamp(now))) {
            database.change(handle -> packages.unchanged(handle, id, source.stamp()));
            return "%s (%s) has not changed; nothing was done.".formatted(now.name(), id);
        }
        AtomicReference<String> result = new AtomicReference<>("");
        content.add(
                source.files(),
                (done, total) -> context.progress(AddSoftware.percent(done, total), "Adding to the content store"),
                added -> database.change(handle -> {
                    if (added.content().hex().equals(now.contentId())) {
                        packages.unchanged(handle, id, source.stamp());
                        result.set("%s (%s) holds the same files; nothing was done.".formatted(now.name(), id));
                        return;
                    }
                    PackageVersion version = packages.addVersion(
                            handle,
                            id,
                            NewVersion.of(added, now.sourcePath(), source.stamp(), "Refreshed", context.createdBy()));
                    result.set("%s (%s) has version %d: %d bytes, of which %d were new to the content store."
                            .formatted(now.name(), id, version.number(), added.sizeBytes(), added.newBytes()));
                }));
        return result.get();
    }

    private String stamp(StoredPackage now) {
        return packages.versions(now.type(), now.id()).stream()
                .filter(version -> version.number() == now.sourceVersion())
                .map(PackageVersion::sourceStamp)
                .findFirst()
                .orElse("");
    }
}

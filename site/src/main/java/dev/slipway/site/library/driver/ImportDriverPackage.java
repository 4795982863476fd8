package dev.slipway.site.library.driver;

import dev.slipway.protocol.Json;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.SourceRefusal;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.SourceFileEntry;
import dev.slipway.site.library.source.Sources;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes a driver package of an export: a zip, or the folder into which one was unpacked. With its content, drivers that the library
 * lacks are imported; without, its members must be in this library under their identifiers.
 */
@Component
class ImportDriverPackage implements OperationWork {
    static final String KIND = "DRIVER_PACKAGE_IMPORT";
    private static final int MOST_DESCRIPTION_BYTES = 1 << 20;
    private final Database database;
    private final Sources sources;
    private final DriverImporter importer;
    private final DriverPackages driverPackages;
    private final DriverPackageComposer composer;
    private final Path temporary;

    ImportDriverPackage(
            Database database,
            Sources sources,
            DriverImporter importer,
            DriverPackages driverPackages,
            DriverPackageComposer composer,
            SlipwayProperties properties) {
        this.database = database;
        this.sources = sources;
        this.importer = importer;
        this.driverPackages = driverPackages;
        this.composer = composer;
        this.temporary = properties.data().resolve("temporary");
    }

    /** @param path of the zip or the folder */
    public record Input(@Nullable String path, @Nullable String sourceAccount) {
        String requiredPath() {
            if (path == null || path.isBlank()) {
                throw SlipwayException.invalid("path", "Give the path of an exported driver package.");
            }
            return path.strip();
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String json) throws Exception {
        Input input = Json.decode(json.getBytes(StandardCharsets.UTF_8), Input.class);
        Path folder = temporary.resolve("driver-package-" + context.operationId());
        try (Source source = sources.open(input.requiredPath(), input.sourceAccount())) {
            if (source.isFolder()) {
                return run(context, input.requiredPath(), input.sourceAccount());
            }
            ExportArchive.unpack(source.file(), folder);
            return run(context, folder.toString(), null);
        } catch (IOException e) {
            throw SourceRefusal.of(input.requiredPath(), e);
        } finally {
            ExportArchive.remove(folder);
        }
    }

    private String run(OperationContext context, String path, @Nullable String account)
            throws IOException, InterruptedException {
        DriverPackageExport.Description description = description(path, account);
        boolean withFiles = description.content() && !description.members().isEmpty();
        List<String> members = withFiles ? importMembers(context, path, account) : known(description, context);
        Optional<String> made = context.made();
        String id = made.isPresent()
                ? made.get()
                : database.write(handle -> {
                    DriverPackageDraft draft = new DriverPackageDraft(
                            description.name(),
                            description.version(),
                            description.comment(),
                            description.manufacturer(),
                            description.model(),
                            members);
                    String fresh = driverPackages.register(handle, draft.checked(), context.createdBy());
                    context.subject(handle, fresh);
                    return fresh;
                });
        return composer.compose(context, id);
    }

    private DriverPackageExport.Description description(String path, @Nullable String account)
            throws IOException, InterruptedException {
        try (Source source = sources.open(path, account)) {
            for (SourceFileEntry entry : source.files()) {
                if (entry.path().equals(DriverPackageExport.DESCRIPTION)
                        && entry.stamp().sizeBytes() <= MOST_DESCRIPTION_BYTES) {
                    byte[] bytes = ExportArchive.bytes(entry.file());
                    return Json.decode(bytes, DriverPackageExport.Description.class);
                }
            }
        } catch (IllegalArgumentException e) {
            throw notAnExport(path, e);
        }
        throw notAnExport(path, null);
    }

    private static SlipwayException notAnExport(String path, @Nullable Exception cause) {
        String detail = path + " is no exported driver package: it has no readable " + DriverPackageExport.DESCRIPTION
                + ". Give the zip that an export wrote, or the folder into which it was unpacked.";
        return cause == null
                ? new SlipwayException("driver-package-export-invalid", 422, detail)
                : new SlipwayException("driver-package-export-invalid", 422, detail, cause);
    }

    private List<String> importMembers(OperationContext context, String path, @Nullable String account)
            throws IOException, InterruptedException {
        DriverImport all = new DriverImport(
                path, account, null, null, null, DuplicateRule.KEEP_CATEGORIES, true, List.of(), List.of(), true);
        try (DriverSource source = DriverSource.open(sources, path, account)) {
            DriverImporter.Outcome outcome = importer.run(context, source, all);
            if (outcome.failed() > 0) {
                throw new SlipwayException("drivers-not-imported", 422, outcome.sentence());
            }
            context.log(outcome.sentence());
            return outcome.joining();
        }
    }

    private List<String> known(DriverPackageExport.Description description, OperationContext context) {
        List<String> found = new ArrayList<>();
        for (String id : description.members()) {
            boolean isThere = database.read(handle -> Packages.find(handle, id))
                    .filter(stored -> stored.type() == PackageType.DRIVER)
                    .isPresent();
            if (isThere) {
                found.add(id);
            } else {
                context.log("This library has no driver " + id + "; export the package with its content");
            }
        }
        return found;
    }
}

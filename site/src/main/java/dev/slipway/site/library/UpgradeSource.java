package dev.slipway.site.library;

import dev.slipway.content.ContentCutter;
import dev.slipway.content.ContentFile;
import dev.slipway.content.ContentId;
import dev.slipway.content.Cutter;
import dev.slipway.content.FileSource;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.SourceFile;
import dev.slipway.content.WimCutter;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.SourceFileEntry;
import dev.slipway.wim.WimException;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** An upgrade package is a whole tree with Setup.exe and sources/install.wim or .esd (UPG-1). */
@Component
class UpgradeSource implements SourceKind {
    private static final String SETUP = "setup.exe";
    private static final List<String> IMAGES = List.of("sources/install.wim", "sources/install.esd");
    private final StoredWims wims;
    private final Content content;
    private final Clock clock;

    UpgradeSource(StoredWims wims, Content content, Clock clock) {
        this.wims = wims;
        this.content = content;
        this.clock = clock;
    }

    @Override
    public PackageType type() {
        return PackageType.OS_UPGRADE_PACKAGE;
    }

    @Override
    public SourceContent read(Source source) throws IOException, InterruptedException {
        List<SourceFileEntry> entries = files(source);
        SourceFileEntry image = image(source, entries);
        WimFacts facts = facts(image);
        List<SourceFile> files = new ArrayList<>();
        long size = 0;
        for (SourceFileEntry entry : entries) {
            Cutter cutter = entry == image ? facts.cutter() : cutter(entry.path(), entry.file());
            files.add(entry.toBeCut(cutter));
            size += entry.stamp().sizeBytes();
        }
        return new SourceContent(
                files,
                facts.name().orElse(source.lastName()),
                facts.description().architecture(),
                facts.description().language(),
                SourceStamp.of(source.name(), entries, clock.instant()),
                "%s: %d files, %d bytes, %s with %s"
                        .formatted(source.name(), files.size(), size, image.path(), facts.description()));
    }

    /**
     * The files of an installation folder.
     *
     * @throws SlipwayException {@code upgrade-package-incomplete} before anything below is looked at
     */
    static List<SourceFileEntry> files(Source source) throws IOException, InterruptedException {
        if (source.isFolder() && source.names().stream().noneMatch(SETUP::equalsIgnoreCase)) {
            throw incomplete(source, "has no setup.exe.");
        }
        return source.files();
    }

    /** The file with the operating system. */
    static SourceFileEntry image(Source source, List<SourceFileEntry> entries) {
        return IMAGES.stream()
                .flatMap(name -> find(entries, name).stream())
                .findFirst()
                .orElseThrow(() -> incomplete(source, whatIsMissing(entries)));
    }

    @Override
    public Optional<String> licenseTerms(Source source) throws IOException, InterruptedException {
        List<SourceFileEntry> entries = files(source);
        return licenseTerms(entries, image(source, entries));
    }

    static Optional<String> licenseTerms(List<SourceFileEntry> entries, SourceFileEntry image) throws IOException {
        Optional<String> onMedium = LicenseTerms.of(entries);
        if (onMedium.isPresent()) {
            return onMedium;
        }
        try (WimFile wim = WimFile.open(image.file().open())) {
            return wim.isEncrypted() ? Optional.empty() : LicenseTerms.of(wim);
        } catch (WimException e) {
            throw SourceRefusal.of(image.file().name(), e);
        }
    }

    private static Optional<SourceFileEntry> find(List<SourceFileEntry> entries, String path) {
        return entries.stream()
                .filter(entry -> entry.path().equalsIgnoreCase(path))
                .findFirst();
    }

    private static String whatIsMissing(List<SourceFileEntry> entries) {
        return find(entries, "sources/install.swm").isPresent()
                ? "has its image in parts (install.swm). Join them first: `wimlib-imagex join install.wim sources/install*.swm`."
                : "has neither sources/install.wim nor sources/install.esd.";
    }

    private static SlipwayException incomplete(Source source, String why) {
        return new SlipwayException(
                "upgrade-package-incomplete",
                422,
                source.name() + " is no operating system's installation folder: it " + why
                        + " Give the folder that holds Setup.exe, as it is on the installation medium.");
    }

    private record WimFacts(Cutter cutter, WimDescription description, Optional<String> name) {}

    private static WimFacts facts(SourceFileEntry image) throws IOException {
        try (WimFile wim = WimFile.open(image.file().open())) {
            if (wim.isEncrypted()) {
                throw SourceRefusal.encrypted(image.file().name());
            }
            return new WimFacts(
                    new WimCutter(WimDescription.cuts(wim)), WimDescription.of(wim), WimDescription.proposedName(wim));
        } catch (WimException e) {
            throw SourceRefusal.of(image.file().name(), e);
        }
    }

    /** The tree holds further WIMs (boot.wim, winre.wim), which are cut along their resources as well. */
    static Cutter cutter(String path, FileSource file) throws IOException {
        String name = path.toLowerCase(Locale.ROOT);
        if (!name.endsWith(".wim") && !name.endsWith(".esd")) {
            return new ContentCutter();
        }
        try (WimFile wim = WimFile.open(file.open())) {
            return new WimCutter(WimDescription.cuts(wim));
        } catch (WimException e) {
            return new ContentCutter();
        }
    }

    @Override
    public Details check(ContentId id, IngestProgress progress) throws IOException, InterruptedException {
        wims.verify(id, imagePath(id), progress);
        return details(id);
    }

    @Override
    public Details details(ContentId id) throws IOException {
        return wims.describe(id, imagePath(id));
    }

    /** Where in a content of this type the image lies. */
    String imagePath(ContentId id) throws IOException {
        List<String> paths = content.store().manifest(id).files().stream()
                .map(ContentFile::path)
                .toList();
        return IMAGES.stream()
                .flatMap(name -> paths.stream().filter(name::equalsIgnoreCase))
                .findFirst()
                .orElseThrow(() -> new IOException("Content " + id + " holds no install.wim"));
    }
}

package dev.slipway.site.library;

import dev.slipway.content.ContentId;
import dev.slipway.content.FileSource;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.SourceFile;
import dev.slipway.content.WimCutter;
import dev.slipway.site.library.source.Source;
import dev.slipway.wim.WimException;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** An operating system image is one WIM (IMG-1). */
@Component
class ImageSource implements SourceKind {
    /** Under this path the WIM lies in its content. */
    static final String CONTENT_PATH = "image.wim";

    private final StoredWims wims;
    private final Clock clock;

    ImageSource(StoredWims wims, Clock clock) {
        this.wims = wims;
        this.clock = clock;
    }

    @Override
    public PackageType type() {
        return PackageType.OS_IMAGE;
    }

    @Override
    public SourceContent read(Source source) throws IOException {
        FileSource file = source.file();
        FileSource.Stamp stamp = file.stamp();
        try (WimFile wim = WimFile.open(file.open())) {
            if (wim.isEncrypted()) {
                throw SourceRefusal.encrypted(source.name());
            }
            WimDescription description = WimDescription.of(wim);
            return new SourceContent(
                    List.of(new SourceFile(CONTENT_PATH, file, new WimCutter(WimDescription.cuts(wim)))),
                    WimDescription.proposedName(wim).orElse(stem(source.lastName())),
                    description.architecture(),
                    description.language(),
                    SourceStamp.of(source.name(), stamp, clock.instant()),
                    "%s: %s, %d bytes".formatted(source.name(), description, stamp.sizeBytes()));
        } catch (WimException e) {
            throw SourceRefusal.of(source.name(), e);
        }
    }

    @Override
    public Optional<String> licenseTerms(Source source) throws IOException {
        try (WimFile wim = WimFile.open(source.file().open())) {
            return wim.isEncrypted() ? Optional.empty() : LicenseTerms.of(wim);
        } catch (WimException e) {
            throw SourceRefusal.of(source.name(), e);
        }
    }

    @Override
    public Details check(ContentId content, IngestProgress progress) throws IOException, InterruptedException {
        wims.verify(content, CONTENT_PATH, progress);
        return details(content);
    }

    @Override
    public Details details(ContentId content) throws IOException {
        return wims.describe(content, CONTENT_PATH);
    }

    private static String stem(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > 0 ? fileName.substring(0, dot) : fileName;
    }
}

package dev.slipway.site.library;

import dev.slipway.content.FileSource;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.SourceException;
import dev.slipway.site.library.source.SourceFileEntry;
import dev.slipway.site.library.source.Sources;
import dev.slipway.wim.WimException;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A quick look at a source: only the header, the tables and the XML of its WIM are read (IMG-2: the name is proposed from them). */
@Component
public class SourceLooks {
    private final Sources sources;
    private final BootImageSource bootImages;

    SourceLooks(Sources sources, BootImageSource bootImages) {
        this.sources = sources;
        this.bootImages = bootImages;
    }

    /**
     * Looks at a single WIM.
     *
     * @param account name of a source account; null: the account that runs the site
     * @throws SlipwayException when the source cannot be opened or is no WIM that the site can read
     */
    public SourceLook image(String path, @Nullable String account) throws InterruptedException {
        return opened(path, account, false, source -> {
            FileSource file = source.file();
            return look(source.name(), file, 1, file.stamp().sizeBytes(), stem(source.lastName()), Optional.empty());
        });
    }

    /** Looks at an installation folder, with Setup.exe and sources/install.wim or .esd (UPG-1). */
    public SourceLook upgradePackage(String path, @Nullable String account) throws InterruptedException {
        return opened(path, account, true, source -> {
            List<SourceFileEntry> entries = UpgradeSource.files(source);
            SourceFileEntry image = UpgradeSource.image(source, entries);
            long size = entries.stream()
                    .mapToLong(entry -> entry.stamp().sizeBytes())
                    .sum();
            return look(source.name(), image.file(), entries.size(), size, source.lastName(), LicenseTerms.of(entries));
        });
    }

    /** Looks at the folder of a boot image (BOOT-2). */
    public SourceLook bootImage(String path, @Nullable String account) throws InterruptedException {
        return opened(path, account, true, bootImages::look);
    }

    @FunctionalInterface
    private interface Looking {
        SourceLook at(Source source) throws IOException, InterruptedException;
    }

    private SourceLook opened(String path, @Nullable String account, boolean folder, Looking looking)
            throws InterruptedException {
        if (folder) {
            sources.checkFolder(path, account);
        } else {
            sources.checkFile(path, account);
        }
        try (Source source = sources.open(path, account)) {
            return looking.at(source);
        } catch (SourceException e) {
            throw e.refusal();
        } catch (WimException e) {
            throw SourceRefusal.of(path, e);
        } catch (IOException e) {
            throw new SlipwayException("source-unreadable", 422, path + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static SourceLook look(
            String name, FileSource file, int files, long size, String otherwise, Optional<String> terms)
            throws IOException {
        try (WimFile wim = WimFile.open(file.open())) {
            if (wim.isEncrypted()) {
                throw SourceRefusal.encrypted(file.name());
            }
            WimDescription described = WimDescription.of(wim);
            Optional<String> demanded = terms.isPresent() ? terms : LicenseTerms.of(wim);
            return new SourceLook(
                    name,
                    files,
                    size,
                    described.compression() + (described.solid() ? ", solid" : ""),
                    "",
                    PackageTexts.proposed(WimDescription.proposedName(wim).orElse(otherwise)),
                    "",
                    described.architecture(),
                    described.indexes().stream()
                            .flatMap(index -> Optional.ofNullable(index.defaultLanguage()).stream())
                            .findFirst()
                            .orElse(""),
                    described.indexes(),
                    demanded.orElse(""));
        }
    }

    private static String stem(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > 0 ? fileName.substring(0, dot) : fileName;
    }
}

package dev.slipway.site.library;

import dev.slipway.content.ContentCutter;
import dev.slipway.content.ContentId;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.SourceFile;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.SourceFileEntry;
import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import org.springframework.stereotype.Component;

/** A boot image is a folder with a kernel, an initramfs and the description that names their hashes (BOOT-2). */
@Component
class BootImageSource implements SourceKind {
    /** Under these paths the files lie in the content, whatever the source calls them. */
    static final String KERNEL = "vmlinuz";

    static final String INITRAMFS = "initrd.img";
    static final String DESCRIPTION = "bootimage.json";
    private static final int MOST_DESCRIPTION_BYTES = 8 << 20;
    private static final int BUFFER_BYTES = 1 << 20;

    private final Content content;
    private final Clock clock;

    BootImageSource(Content content, Clock clock) {
        this.content = content;
        this.clock = clock;
    }

    @Override
    public PackageType type() {
        return PackageType.BOOT_IMAGE;
    }

    /** What a source says of itself before it is added. */
    SourceLook look(Source source) throws IOException, InterruptedException {
        List<SourceFileEntry> entries = source.files();
        BootImageDescription description = description(find(source, entries, DESCRIPTION));
        List<SourceFileEntry> needed = needed(source, entries, description);
        return new SourceLook(
                source.name(),
                needed.size(),
                needed.stream().mapToLong(entry -> entry.stamp().sizeBytes()).sum(),
                description.compressionOrEmpty(),
                description.about(),
                PackageTexts.proposed(description.nameOrUsual()),
                PackageTexts.proposedVersion(description.versionOrEmpty()),
                description.architectureOrUsual(),
                "",
                List.of(),
                "");
    }

    private static List<SourceFileEntry> needed(
            Source source, List<SourceFileEntry> entries, BootImageDescription description) {
        return List.of(
                find(source, entries, DESCRIPTION),
                find(source, entries, description.kernelPart().path()),
                find(source, entries, description.initramfsPart().path()));
    }

    @Override
    public SourceContent read(Source source) throws IOException, InterruptedException {
        List<SourceFileEntry> entries = source.files();
        BootImageDescription description = description(find(source, entries, DESCRIPTION));
        List<SourceFileEntry> needed = needed(source, entries, description);
        List<SourceFile> files =
                List.of(file(DESCRIPTION, needed.get(0)), file(KERNEL, needed.get(1)), file(INITRAMFS, needed.get(2)));
        return new SourceContent(
                files,
                description.nameOrUsual(),
                description.versionOrEmpty(),
                description.architectureOrUsual(),
                "",
                SourceStamp.of(source.name(), needed, clock.instant()),
                source.name() + ": " + description.about());
    }

    private static SourceFile file(String path, SourceFileEntry entry) {
        return new SourceFile(path, entry.file(), new ContentCutter());
    }

    private static SourceFileEntry find(Source source, List<SourceFileEntry> entries, String path) {
        return entries.stream()
                .filter(entry -> entry.path().equals(path))
                .findFirst()
                .orElseThrow(() -> BootImageDescription.incomplete(source.name() + " has no " + path + "."));
    }

    private static BootImageDescription description(SourceFileEntry entry) throws IOException {
        try (ReadAt file = entry.file().open()) {
            return description(file);
        }
    }

    private static BootImageDescription description(ReadAt file) throws IOException {
        long size = file.size();
        if (size > MOST_DESCRIPTION_BYTES) {
            throw new SlipwayException("boot-image-corrupt", 422, DESCRIPTION + " is larger than any builder writes.");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size);
        file.readFully(0, bytes);
        return BootImageDescription.decode(bytes.array());
    }

    private BootImageDescription description(ContentId id) throws IOException {
        try (ReadAt file = content.store().open(id, DESCRIPTION)) {
            return description(file);
        }
    }

    @Override
    public Details check(ContentId id, IngestProgress progress) throws IOException, InterruptedException {
        BootImageDescription description = description(id);
        checkHash(id, KERNEL, description.kernelPart(), progress);
        checkHash(id, INITRAMFS, description.initramfsPart(), progress);
        return details(id);
    }

    private void checkHash(ContentId id, String path, BootImageDescription.Part part, IngestProgress progress)
            throws IOException, InterruptedException {
        MessageDigest digest = sha256();
        try (ReadAt file = content.store().open(id, path)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            for (long at = 0; at < file.size(); at += buffer.limit()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("Hashing " + path + " was interrupted");
                }
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, file.size() - at));
                file.readFully(at, buffer);
                digest.update(buffer.flip());
                progress.advanced(at, file.size());
            }
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(part.sha256())) {
            throw new SlipwayException(
                    "boot-image-corrupt",
                    422,
                    part.path() + " does not have the hash that " + DESCRIPTION
                            + " names. Build the boot image again.");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Details details(ContentId id) throws IOException {
        BootImageDescription description = description(id);
        BootFiles.Stored kernel = stored(id, KERNEL, description.kernelPart());
        BootFiles.Stored initramfs = stored(id, INITRAMFS, description.initramfsPart());
        return (handle, packageId) -> {
            BootImageSql sql = new BootImageSql(handle);
            if (sql.find(packageId).isEmpty()) {
                sql.insert(packageId, description, kernel, initramfs);
                new BootImageDetailSql(handle).describe(packageId, description);
            } else {
                new BootImageDetailSql(handle).replaceFiles(packageId, kernel, initramfs, description, clock.instant());
            }
            sql.content(packageId, id, kernel, initramfs);
        };
    }

    private BootFiles.Stored stored(ContentId id, String path, BootImageDescription.Part part) throws IOException {
        try (ReadAt file = content.store().open(id, path)) {
            return new BootFiles.Stored(part.sha256(), file.size());
        }
    }
}

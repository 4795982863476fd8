package dev.slipway.site.library.driver;

import dev.slipway.content.ContentFile;
import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.protocol.Json;
import dev.slipway.site.library.Content;
import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.stereotype.Component;

/**
 * Writes a driver package as a zip: {@value #DESCRIPTION} tells what it is, and with its content each member's files lie in
 * {@code drivers/<identifier>}.
 */
@Component
class DriverPackageExport {
    static final String DESCRIPTION = "driver-package.json";
    static final String FOLDER = "drivers/";
    private static final int BUFFER_BYTES = 1 << 20;
    private final Content content;

    DriverPackageExport(Content content) {
        this.content = content;
    }

    /** What {@value #DESCRIPTION} holds. */
    record Description(
            String name,
            String version,
            String comment,
            String manufacturer,
            String model,
            boolean content,
            List<String> members) {}

    void write(DriverPackage exported, boolean withContent, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.putNextEntry(new ZipEntry(DESCRIPTION));
        zip.write(Json.encode(new Description(
                exported.name(),
                exported.shared().version(),
                exported.shared().comment(),
                exported.shared().manufacturer(),
                exported.model(),
                withContent,
                exported.members().stream().map(DriverPackage.Member::id).toList())));
        zip.closeEntry();
        if (withContent && !exported.shared().contentId().isEmpty()) {
            ContentId source = new ContentId(exported.shared().contentId());
            ContentStore store = content.store();
            List<ContentFile> files = store.manifest(source).files().stream()
                    .sorted(Comparator.comparing(ContentFile::path))
                    .toList();
            for (ContentFile file : files) {
                write(store, source, file, zip);
            }
        }
        zip.finish();
    }

    private static void write(ContentStore store, ContentId source, ContentFile file, ZipOutputStream zip)
            throws IOException {
        ZipEntry entry = new ZipEntry(FOLDER + file.path());
        entry.setLastModifiedTime(FileTime.from(file.modified()));
        zip.putNextEntry(entry);
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, file.size()))];
        try (ReadAt in = store.open(source, file.path())) {
            for (long at = 0; at < file.size(); ) {
                int count = (int) Math.min(buffer.length, file.size() - at);
                in.readFully(at, ByteBuffer.wrap(buffer, 0, count));
                zip.write(buffer, 0, count);
                at += count;
            }
        }
        zip.closeEntry();
    }
}

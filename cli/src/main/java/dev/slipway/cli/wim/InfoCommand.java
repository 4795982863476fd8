package dev.slipway.cli.wim;

import dev.slipway.wim.Blob;
import dev.slipway.wim.ImageInfo;
import dev.slipway.wim.Resource;
import dev.slipway.wim.WimFile;
import dev.slipway.wim.WimHeader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "info", description = "Show what a file is and which images it holds.")
final class InfoCommand extends WimTask {
    @Option(names = "--xml", description = "Print the XML data as it lies in the file.")
    private boolean xml;

    /** A file as JSON. Sizes are bytes. */
    record FileInfo(
            String file,
            String guid,
            int version,
            String compression,
            int chunkSize,
            boolean solid,
            boolean pipable,
            boolean integrityTable,
            boolean encrypted,
            int part,
            int parts,
            int bootIndex,
            int blobs,
            long blobBytes,
            List<ImageInfo> images) {}

    @Override
    void run(WimFile wim, PrintWriter out) throws IOException {
        if (xml) {
            out.println(wim.xml());
        } else if (isJson()) {
            out.println(json(describe(wim)));
        } else {
            print(describe(wim), out);
        }
    }

    private FileInfo describe(WimFile wim) {
        WimHeader header = wim.header();
        return new FileInfo(
                file().toString(),
                header.guid(),
                header.version(),
                header.compression().name().toLowerCase(Locale.ROOT),
                header.chunkSize(),
                wim.resources().stream().anyMatch(Resource::isSolid),
                header.pipable(),
                header.integrityTable().isPresent(),
                wim.isEncrypted(),
                header.part(),
                header.parts(),
                header.bootIndex(),
                wim.blobs().size(),
                wim.blobs().stream().mapToLong(Blob::size).sum(),
                wim.images());
    }

    private static void print(FileInfo info, PrintWriter out) {
        line(out, "File", info.file);
        line(out, "GUID", "0x" + info.guid);
        line(out, "Version", info.version);
        line(out, "Compression", info.compression + (info.solid ? " (solid)" : ""));
        line(out, "Chunk size", info.chunkSize + " bytes");
        line(out, "Pipable", yesNo(info.pipable));
        line(out, "Integrity table", yesNo(info.integrityTable));
        line(out, "Encrypted", yesNo(info.encrypted));
        line(out, "Boot index", info.bootIndex);
        line(out, "Blobs", info.blobs + " with " + info.blobBytes + " bytes");
        for (ImageInfo image : info.images) {
            out.println();
            print(image, out);
        }
    }

    private static void print(ImageInfo image, PrintWriter out) {
        line(out, "Index", image.index());
        line(out, "Name", image.name());
        line(out, "Description", image.description());
        line(out, "Display name", image.displayName());
        line(out, "Display description", image.displayDescription());
        line(out, "Flags", image.flags());
        line(out, "Product", image.productName());
        line(out, "Edition", image.editionId());
        line(out, "Installation type", image.installationType());
        line(out, "Windows version", image.windowsVersion());
        line(out, "Architecture", image.architecture());
        line(out, "Languages", String.join(", ", image.languages()));
        line(out, "Default language", image.defaultLanguage());
        line(out, "Directory count", image.directoryCount());
        line(out, "File count", image.fileCount());
        line(out, "Total bytes", image.totalBytes());
        line(out, "Hard link bytes", image.hardLinkBytes());
        line(out, "Created", text(image.created()));
        line(out, "Modified", text(image.modified()));
    }

    private static String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("");
    }

    private static String yesNo(boolean value) {
        return value ? "yes" : "no";
    }

    /** Nothing is printed of what the file does not say. */
    private static void line(PrintWriter out, String label, Object value) {
        String text = value.toString();
        if (!text.isEmpty()) {
            out.println(label + ":" + " ".repeat(Math.max(1, 20 - label.length())) + text);
        }
    }
}

package dev.slipway.cli.wim;

import dev.slipway.protocol.Json;
import dev.slipway.wim.Blob;
import dev.slipway.wim.Dentry;
import dev.slipway.wim.Image;
import dev.slipway.wim.Sha1;
import dev.slipway.wim.WimException;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "list", description = "List the files of an image.")
final class ListCommand extends WimTask {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "IMAGE",
            description = "Number or name of the image; not needed if there is only one.")
    private String image = "";

    @Option(names = "--path", paramLabel = "PATH", description = "List only this file or folder and what is in it.")
    private String path = "/";

    @Option(names = "--detailed", description = "Show attributes, size, time and SHA-1 of each file and stream.")
    private boolean detailed;

    /** A file as JSON. */
    record ListedFile(
            String path,
            String shortName,
            int attributes,
            boolean directory,
            long size,
            String sha1,
            Instant created,
            Instant accessed,
            Instant modified,
            long hardLinkGroup,
            String reparseTag,
            int securityId,
            List<ListedStream> streams) {}

    /** A stream as JSON; the SHA-1 of an empty stream is forty zeros. */
    record ListedStream(String kind, String name, long size, String sha1) {}

    @Override
    void run(WimFile wim, PrintWriter out) throws IOException {
        Image read = wim.image(imageIndex(wim, image));
        Dentry top = read.find(path)
                .orElseThrow(() -> new WimException(
                        WimException.Code.NO_SUCH_PATH,
                        "Image " + read.index() + " has no file " + path + ". List the image to see its paths."));
        String topPath = "/" + String.join("/", List.of(path.split("[/\\\\]+"))).replaceFirst("^/", "");
        if (isJson()) {
            printJson(wim, topPath, top, out);
        } else {
            Image.<IOException>walk(
                    topPath, top, (at, dentry) -> out.println(detailed ? details(wim, at, dentry) : at));
        }
    }

    /** Written file by file: an image may have hundreds of thousands. */
    private static void printJson(WimFile wim, String topPath, Dentry top, PrintWriter out) throws IOException {
        out.print("[");
        String[] separator = {"\n"};
        Image.<IOException>walk(topPath, top, (at, dentry) -> {
            out.print(separator[0]);
            out.print(Json.mapper().writeValueAsString(listed(wim, at, dentry)));
            separator[0] = ",\n";
        });
        out.println("\n]");
    }

    private static ListedFile listed(WimFile wim, String path, Dentry dentry) {
        return new ListedFile(
                path,
                dentry.shortName(),
                dentry.attributes(),
                dentry.isDirectory(),
                size(wim, dentry.dataSha1()),
                dentry.dataSha1().hex(),
                dentry.created(),
                dentry.accessed(),
                dentry.modified(),
                dentry.hardLinkGroup(),
                dentry.isReparsePoint() ? "0x" + HexFormat.of().toHexDigits(dentry.reparseTag()) : "",
                dentry.securityId(),
                dentry.streams().stream()
                        .map(stream -> new ListedStream(
                                stream.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                stream.name(),
                                size(wim, stream.sha1()),
                                stream.sha1().hex()))
                        .toList());
    }

    /** 0 as well for a blob that lies in another file. */
    private static long size(WimFile wim, Sha1 sha1) {
        return wim.blob(sha1).map(Blob::size).orElse(0L);
    }

    private static String details(WimFile wim, String path, Dentry dentry) {
        StringBuilder text = new StringBuilder("0x%08x %14d %s %s %s"
                .formatted(
                        dentry.attributes(),
                        size(wim, dentry.dataSha1()),
                        dentry.modified(),
                        dentry.dataSha1().hex(),
                        path));
        for (Dentry.Stream stream : dentry.streams()) {
            if (!stream.name().isEmpty()) {
                text.append("%n           %14d %s :%s"
                        .formatted(size(wim, stream.sha1()), stream.sha1().hex(), stream.name()));
            }
        }
        return text.toString();
    }
}

package dev.slipway.cli.wim;

import dev.slipway.wim.Extraction;
import dev.slipway.wim.Image;
import dev.slipway.wim.Progress;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "extract",
        description = "Extract an image, or files and folders of it.",
        footer =
                "Named streams, security descriptors and other things of NTFS are not kept; the output names streams and"
                        + " files that were left out.")
final class ExtractCommand extends WimTask {
    @Parameters(index = "1", paramLabel = "IMAGE", description = "Number or name of the image.")
    private String image = "";

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "PATH",
            description = "Files and folders inside the image; without any, the whole image.")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FOLDER",
            description = "Where to: made if needed. For a whole image it must be empty.")
    private Path target = Path.of("");

    /** What was extracted, as JSON. */
    record Extracted(String path, String target, Extraction.Result result) {}

    @Override
    void run(WimFile wim, PrintWriter out) throws IOException {
        Image read = wim.image(imageIndex(wim, image));
        List<Extracted> done = new ArrayList<>();
        if (paths.isEmpty()) {
            done.add(new Extracted("/", target.toString(), wim.extract(read, target, Progress.NONE)));
        }
        for (String path : paths) {
            done.add(extract(wim, read, path));
        }
        if (isJson()) {
            out.println(json(done));
        } else {
            done.forEach(extracted -> print(extracted, out));
        }
    }

    private Extracted extract(WimFile wim, Image read, String path) throws IOException {
        String name = path.replaceFirst("[/\\\\]+$", "").replaceFirst("^.*[/\\\\]", "");
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return new Extracted("/", target.toString(), wim.extract(read, target, Progress.NONE));
        }
        Path to = target.resolve(name);
        return new Extracted(path, to.toString(), wim.extract(read, path, to, Progress.NONE));
    }

    private static void print(Extracted extracted, PrintWriter out) {
        Extraction.Result result = extracted.result;
        out.println(
                extracted.path + " -> " + extracted.target + ": " + result.files() + " files, " + result.directories()
                        + " folders, " + result.symbolicLinks() + " symbolic links, " + result.bytes() + " bytes");
        for (String path : result.leftOut()) {
            out.println("left out: " + path);
        }
    }
}

package dev.slipway.cli.wim;

import dev.slipway.wim.Progress;
import dev.slipway.wim.WimExport;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = "Write images into a new WIM of their own, without compressing anything again.",
        footer =
                "Solid resources (as in most ESD files) are kept whole, so that the new file may be nearly as large as the source.")
final class ExportCommand extends WimTask {
    @Parameters(
            index = "1",
            paramLabel = "IMAGE",
            split = ",",
            description = "Numbers or names of the images, separated by commas, or 'all'.")
    private List<String> images = List.of();

    @Parameters(index = "2", paramLabel = "TARGET", description = "The new file, which must not exist.")
    private Path target = Path.of("");

    @Option(names = "--check", description = "Add an integrity table.")
    private boolean check;

    /** What was written, as JSON. */
    record Exported(String target, List<Integer> images, long size, long unusedSolidBytes) {}

    @Override
    void run(WimFile wim, PrintWriter out) throws IOException {
        List<Integer> indexes = new java.util.ArrayList<>();
        if (images.equals(List.of("all"))) {
            IntStream.rangeClosed(1, wim.header().imageCount()).forEach(indexes::add);
        } else {
            for (String image : images) {
                int index = imageIndex(wim, image);
                if (!indexes.contains(index)) {
                    indexes.add(index);
                }
            }
        }
        WimExport export = WimExport.of(wim, indexes);
        if (check) {
            export.write(target, Progress.NONE, WimExport.Option.INTEGRITY_TABLE);
        } else {
            export.write(target, Progress.NONE);
        }
        Exported exported = new Exported(target.toString(), indexes, Files.size(target), export.unusedSolidBytes());
        out.println(isJson() ? json(exported) : text(exported));
    }

    private static String text(Exported exported) {
        String kept = exported.unusedSolidBytes > 0
                ? "\n" + exported.unusedSolidBytes
                        + " bytes (uncompressed) that these images do not need are in it, since solid resources are kept whole."
                : "";
        return exported.target + ": " + exported.images.size() + " image(s), " + exported.size + " bytes" + kept;
    }
}

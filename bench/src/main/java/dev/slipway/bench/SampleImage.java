package dev.slipway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A WIM of four indexes out of this computer's own programs: a base, and three variants that add something to it. */
final class SampleImage {
    private static final List<String> BASE = List.of("/usr/bin /bin", "/usr/lib/x86_64-linux-gnu /lib");
    private static final List<List<String>> ADDED = List.of(
            List.of(),
            List.of("/usr/share/locale /locale"),
            List.of("/usr/share/doc /doc"),
            List.of("/usr/share/perl /perl", "/usr/share/man /man"));

    private SampleImage() {}

    /** @return the image in the folder, which is made unless it is there; that takes minutes */
    static Path in(Path folder) throws IOException, InterruptedException {
        Path image = folder.resolve("sample.wim");
        if (Files.exists(image)) {
            return image;
        }
        System.err.println("Making a sample image, which takes some minutes: " + image);
        Path part = folder.resolve("part.wim");
        Files.deleteIfExists(part);
        for (int index = 1; index <= ADDED.size(); index++) {
            List<String> sources = new ArrayList<>(BASE);
            sources.addAll(ADDED.get(index - 1));
            Path list = folder.resolve(index + ".list");
            Files.write(list, sources);
            List<String> command = new ArrayList<>(List.of("wimlib-imagex", index == 1 ? "capture" : "append"));
            command.addAll(List.of("--source-list", list.toString(), part.toString(), "Image " + index, "--check"));
            if (index == 1) {
                command.add("--compress=LZX");
            }
            Programs.run(command);
        }
        return Files.move(part, image, StandardCopyOption.ATOMIC_MOVE);
    }
}

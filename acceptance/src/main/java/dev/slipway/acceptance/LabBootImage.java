package dev.slipway.acceptance;

import dev.slipway.media.BootImage;
import dev.slipway.media.BootImageBuilder;
import dev.slipway.media.BootImageException;
import dev.slipway.media.BootImageRequest;
import dev.slipway.media.InitramfsCompression;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/** The boot image of a lab: quick to unpack under emulation, built anew when agent or builder changed. */
public record LabBootImage(Path home, Path folder) {

    /** @return the folder with the boot image */
    public Path built() throws IOException, InterruptedException, BootImageException {
        Path image = folder.resolve("bootimage");
        if (upToDate(image.resolve(BootImage.DESCRIPTION_FILE))) {
            return image;
        }
        Files.createDirectories(folder);
        BootImageRequest request = new BootImageRequest(
                "Slipway boot image",
                "lab",
                image,
                home.resolve("agent/target"),
                Path.of(System.getProperty("java.home")),
                BootImageRequest.defaultCache(),
                InitramfsCompression.LZ4);
        try (PrintWriter log =
                new PrintWriter(Files.newBufferedWriter(folder.resolve("bootimage.log"), StandardCharsets.UTF_8))) {
            new BootImageBuilder(log::println).build(request);
        }
        return image;
    }

    private boolean upToDate(Path description) throws IOException {
        if (!Files.exists(description)) {
            return false;
        }
        FileTime built = Files.getLastModifiedTime(description);
        for (Path source : List.of(home.resolve("agent/target"), home.resolve("media/target"))) {
            try (Stream<Path> walk = Files.isDirectory(source) ? Files.walk(source) : Stream.of()) {
                for (Path file : walk.filter(Files::isRegularFile).toList()) {
                    boolean counts =
                            file.toString().endsWith(".jar") || file.startsWith(home.resolve("media/target/classes"));
                    if (counts && Files.getLastModifiedTime(file).compareTo(built) > 0) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}

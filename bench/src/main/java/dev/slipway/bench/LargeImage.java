package dev.slipway.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;

/** A WIM of 4 GB, not compressed: this computer's programs and libraries, and files of random bytes up to the size. */
final class LargeImage {
    private static final long BYTES = 4_000_000_000L;
    private static final int FILE_BYTES = 1_000_000;

    private LargeImage() {}

    /** @return the image in the folder, which is made unless it is there */
    static Path in(Path folder) throws IOException, InterruptedException {
        Path image = folder.resolve("large.wim");
        if (Files.exists(image)) {
            return image;
        }
        System.err.println("Making an image of 4 GB: " + image);
        Path part = folder.resolve("part.wim");
        Path filler = folder.resolve("filler");
        Files.deleteIfExists(part);
        IngestBench.clear(filler);
        try {
            Programs.run(
                    "wimlib-imagex", "capture", "/usr/lib/x86_64-linux-gnu", part.toString(), "1", "--compress=none");
            fill(Files.createDirectory(filler), BYTES - Files.size(part));
            Programs.run("wimlib-imagex", "append", filler.toString(), part.toString(), "2");
        } finally {
            IngestBench.clear(filler);
        }
        return Files.move(part, image, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void fill(Path folder, long bytes) throws IOException {
        Random random = new Random(1);
        byte[] buffer = new byte[FILE_BYTES];
        for (long left = bytes, number = 0; left > 0; left -= FILE_BYTES, number++) {
            random.nextBytes(buffer);
            try (OutputStream out = Files.newOutputStream(folder.resolve(number + ".bin"))) {
                out.write(buffer);
            }
        }
    }
}

package dev.slipway.site.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** WIM files made by wimlib. */
public final class Wims {
    private Wims() {}

    /** A WIM with two images, compressed with XPRESS. */
    public static Path twoImages(Path folder, String name, long seed) throws IOException, InterruptedException {
        Path root = folder.resolve(name + "-source");
        Path source = Files.createDirectories(root.resolve("etc"));
        byte[] noise = new byte[300_000];
        new Random(seed).nextBytes(noise);
        Files.write(source.resolve("noise"), noise);
        Files.writeString(source.resolve("host"), "ship ".repeat(10_000));
        Path wim = folder.resolve(name + ".wim");
        run(
                "wimlib-imagex",
                "capture",
                root.toString(),
                wim.toString(),
                "Ship one",
                "First image",
                "--compress=xpress");
        Files.writeString(source.resolve("second"), "two");
        run("wimlib-imagex", "append", root.toString(), wim.toString(), "Ship two", "Second image");
        return wim;
    }

    public static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("Failed: " + String.join(" ", command));
        }
    }
}

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

    private static final String MANIFEST = """
            <assembly xmlns="urn:schemas-microsoft-com:asm.v3" description="Fix for KB%1$s"><package identifier="KB%1$s" releaseType="%2$s"/></assembly>
            """;

    /** A tree that looks like Windows: two updates, a part of one, a piece of the system, and a damaged manifest. */
    public static Path windowsTree(Path folder) throws IOException {
        Path packages = Files.createDirectories(folder.resolve("Windows/servicing/Packages"));
        Files.createDirectories(folder.resolve("Windows/System32"));
        String rest = "~31bf3856ad364e35~amd64~~";
        Files.writeString(
                packages.resolve("Package_for_KB5034441" + rest + "19041.3920.1.2.mum"),
                MANIFEST.formatted("5034441", "Security Update"));
        Files.writeString(
                packages.resolve("Package_for_RollupFix" + rest + "19041.3930.1.6.mum"),
                MANIFEST.formatted("5034122", "Update"));
        Files.writeString(packages.resolve("Package_for_KB4000001" + rest + "1.1.1.1.mum"), "damaged");
        Files.writeString(
                packages.resolve("Package_for_KB5034441_RTM" + rest + "19041.3920.1.2.mum"),
                MANIFEST.formatted("5034441", "Security Update"));
        Files.writeString(packages.resolve("Microsoft-Windows-Foundation-Package" + rest + "10.0.19041.1.mum"), "x");
        Files.writeString(packages.resolve("Package_for_KB5034441" + rest + "19041.3920.1.2.cat"), "x");
        return folder;
    }

    /** Captures a tree, with properties of the WIM's XML such as {@code WINDOWS/HAL=acpiapic}. */
    public static Path captured(Path tree, Path wim, String name, String... properties)
            throws IOException, InterruptedException {
        run("wimlib-imagex", "capture", tree.toString(), wim.toString(), name, "--compress=xpress");
        for (String property : properties) {
            run("wimlib-imagex", "info", wim.toString(), "1", "--image-property", property);
        }
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

package dev.slipway.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The Java runtime that the agent runs on, linked down to the modules it needs. */
final class JavaRuntime {
    /** {@code java.sql} and {@code java.desktop} are missing on purpose: Jackson works without them. */
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.net.http",
            "java.xml",
            "java.logging",
            "java.naming",
            "java.management",
            "jdk.crypto.ec",
            "jdk.unsupported",
            "jdk.zipfs");

    private final BuildTool tool;

    JavaRuntime(Consumer<String> log) {
        this.tool = new BuildTool(log);
    }

    /** Links into a folder that must not exist yet. The modules stay uncompressed: the initramfs is compressed as a whole. */
    void link(Path javaHome, Path target) throws BootImageException, InterruptedException, IOException {
        Path jlink = javaHome.resolve("bin/jlink");
        if (!Files.isExecutable(jlink)) {
            throw new BootImageException(
                    "jlink-missing", javaHome + " is no JDK: it has no bin/jlink. Name a JDK 25 by JAVA_HOME.");
        }
        Files.createDirectories(target.getParent());
        tool.run(
                List.of(
                        jlink.toString(),
                        "--add-modules",
                        String.join(",", MODULES),
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--compress",
                        "zip-0",
                        "--output",
                        target.toString()),
                Duration.ofMinutes(5));
        for (String unused : List.of("bin/jrunscript", "bin/rmiregistry", "lib/classlist")) {
            Files.deleteIfExists(target.resolve(unused));
        }
    }
}

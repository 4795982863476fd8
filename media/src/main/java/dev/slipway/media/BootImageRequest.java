package dev.slipway.media;

import java.nio.file.Path;
import java.util.List;

/**
 * What to build.
 *
 * @param output folder that receives {@code vmlinuz}, {@code initrd.img} and {@code bootimage.json}; replaced as a whole
 * @param agent folder with the agent's jar and those of its libraries, directly in it or in {@code lib}
 * @param javaHome JDK from which the runtime is linked
 * @param cache folder that keeps unpacked Debian packages between builds
 * @param components additional Debian packages; all their files and what they depend on come along, but for documentation
 * @param modules additional kernel modules by name, or {@code folder/} below {@code kernel/}
 */
public record BootImageRequest(
        String name,
        String version,
        Path output,
        Path agent,
        Path javaHome,
        Path cache,
        InitramfsCompression compression,
        List<String> components,
        List<String> modules) {

    public BootImageRequest {
        components = List.copyOf(components);
        modules = List.copyOf(modules);
    }

    /** Without anything additional. */
    public BootImageRequest(
            String name,
            String version,
            Path output,
            Path agent,
            Path javaHome,
            Path cache,
            InitramfsCompression compression) {
        this(name, version, output, agent, javaHome, cache, compression, List.of(), List.of());
    }

    public static Path defaultCache() {
        String base = System.getenv("XDG_CACHE_HOME");
        Path root = base == null || base.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
        return root.resolve("slipway");
    }
}

package dev.slipway.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Chooses drivers out of a kernel package and copies them with the modules that they depend on. */
final class KernelModules {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String DESCRIPTION = "\0description=";
    private static final int LONGEST_DESCRIPTION = 200;

    private final Path packages;
    private final String kernelVersion;
    private final BuildTool tool;
    /** By a module's name with underscores: its path below the modules' folder, and the paths that it depends on. */
    private final Map<String, String> pathByName = new HashMap<>();

    private final Map<String, List<String>> dependencies = new HashMap<>();
    private final Set<String> builtIn = new HashSet<>();

    private KernelModules(Path packages, String kernelVersion, BuildTool tool) {
        this.packages = packages;
        this.kernelVersion = kernelVersion;
        this.tool = tool;
    }

    /** Reads the modules of the one kernel in the packages. */
    static KernelModules open(Path packages, Consumer<String> log)
            throws BootImageException, InterruptedException, IOException {
        Path all = packages.resolve("usr/lib/modules");
        List<Path> versions;
        try (Stream<Path> list = Files.list(all)) {
            versions = list.sorted().toList();
        }
        if (versions.size() != 1) {
            throw new BootImageException(
                    "kernel-missing", "The Debian packages hold " + versions.size() + " kernels; one was expected.");
        }
        String version = versions.getFirst().getFileName().toString();
        KernelModules modules = new KernelModules(packages, version, new BuildTool(log));
        modules.readDependencies();
        return modules;
    }

    String kernelVersion() {
        return kernelVersion;
    }

    Path kernel() {
        return packages.resolve("boot/vmlinuz-" + kernelVersion);
    }

    private void readDependencies() throws BootImageException, InterruptedException, IOException {
        Path kernel = packages.resolve("usr/lib/modules").resolve(kernelVersion);
        Files.readAllLines(kernel.resolve("modules.builtin")).forEach(path -> builtIn.add(name(path)));
        Path table = kernel.resolve("modules.dep");
        if (!Files.exists(table)) {
            depmod(packages);
        }
        for (String line : Files.readAllLines(table)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String path = line.substring(0, colon);
                String needed = line.substring(colon + 1).strip();
                pathByName.put(name(path), path);
                dependencies.put(path, needed.isEmpty() ? List.of() : List.of(needed.split(" ")));
            }
        }
    }

    /**
     * Copies modules and all they depend on, unpacked, since the initramfs is compressed as a whole, and writes the tables that
     * modprobe reads.
     *
     * @param patterns module names, or {@code folder/} for all modules of a folder below {@code kernel/}
     * @return the chosen modules by name, without those that are only dependencies
     */
    List<BootDriver> copy(List<String> patterns, Path root)
            throws BootImageException, InterruptedException, IOException {
        Set<String> chosen = choose(patterns);
        Set<String> closure = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(chosen);
        while (!open.isEmpty()) {
            String path = open.remove();
            if (closure.add(path)) {
                open.addAll(dependencies.getOrDefault(path, List.of()));
            }
        }
        Path from = packages.resolve("usr/lib/modules").resolve(kernelVersion);
        Path to = root.resolve("usr/lib/modules").resolve(kernelVersion);
        for (String path : closure) {
            unpack(from.resolve(path), to.resolve(path.replaceFirst("\\.xz$", "")));
        }
        for (String table : List.of("modules.builtin", "modules.builtin.modinfo", "modules.order")) {
            Files.copy(from.resolve(table), to.resolve(table), StandardCopyOption.REPLACE_EXISTING);
        }
        depmod(root);
        for (String text : List.of("modules.dep", "modules.alias", "modules.symbols", "modules.builtin.modinfo")) {
            // modprobe reads the binary tables beside these.
            Files.deleteIfExists(to.resolve(text));
        }
        List<BootDriver> drivers = new ArrayList<>();
        for (String path : chosen) {
            String folder = path.substring(0, path.lastIndexOf('/')).replaceFirst("^kernel/", "");
            String description = description(to.resolve(path.replaceFirst("\\.xz$", "")));
            drivers.add(new BootDriver(name(path), folder, description));
        }
        drivers.sort(Comparator.comparing(BootDriver::name));
        return drivers;
    }

    /** A module's section .modinfo holds {@code name=value} texts that end with a zero. */
    private static String description(Path module) throws IOException {
        String text = Files.readString(module, StandardCharsets.ISO_8859_1);
        int start = text.indexOf(DESCRIPTION);
        int end = start < 0 ? -1 : text.indexOf('\0', start + DESCRIPTION.length());
        return end < 0
                ? ""
                : text.substring(start + DESCRIPTION.length(), Math.min(end, start + LONGEST_DESCRIPTION))
                        .replaceAll("[^\\x20-\\x7e]", " ")
                        .strip();
    }

    private Set<String> choose(List<String> patterns) throws BootImageException {
        Set<String> chosen = new TreeSet<>();
        for (String pattern : patterns) {
            if (pattern.endsWith("/")) {
                dependencies.keySet().stream()
                        .filter(path -> path.startsWith("kernel/" + pattern))
                        .forEach(chosen::add);
            } else {
                String path = pathByName.get(name(pattern));
                if (path == null && builtIn.contains(name(pattern))) {
                    continue;
                }
                if (path == null) {
                    throw new BootImageException(
                            "driver-missing",
                            "Kernel " + kernelVersion + " has no module " + pattern
                                    + ". Take it out of the list of drivers, or correct its name.");
                }
                chosen.add(path);
            }
        }
        return chosen;
    }

    private void depmod(Path root) throws BootImageException, InterruptedException {
        tool.run(List.of(BuildTool.find("depmod", "kmod").toString(), "-b", root.toString(), kernelVersion), LIMIT);
    }

    private static void unpack(Path from, Path to) throws BootImageException, InterruptedException, IOException {
        Files.createDirectories(to.getParent());
        if (!from.toString().endsWith(".xz")) {
            Files.copy(from, to);
            return;
        }
        Process process = new ProcessBuilder(BuildTool.find("xz", "xz-utils").toString(), "-dc", from.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream output = Files.newOutputStream(to)) {
            process.getInputStream().transferTo(output);
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new BootImageException("tool-failed", "xz could not unpack " + from);
            }
        } finally {
            BuildTool.destroy(process);
        }
    }

    private static String name(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.replaceFirst("\\.ko(\\.xz)?$", "").replace('-', '_');
    }
}

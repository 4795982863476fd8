package dev.slipway.media;

import dev.slipway.media.BootImage.BootFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Builds a boot image out of Debian packages: kernel, and an initramfs with a Java runtime, the agent, libwim and disk tools.
 * Neither root's rights nor a chroot are needed where mmdebstrap may use a user namespace.
 */
public final class BootImageBuilder {
    private static final String ARCHITECTURE = "x64";
    /** A Debian package's name. */
    public static final String COMPONENT_NAME = "[a-z0-9][a-z0-9+.-]{1,60}";

    /** Programs and the Debian packages that hold them. */
    private static final Map<String, String> TOOLS = Map.of(
            "mmdebstrap", "mmdebstrap",
            "apt-get", "apt",
            "tar", "tar",
            "depmod", "kmod",
            "xz", "xz-utils",
            "zstd", "zstd",
            "lz4", "lz4");

    private static final Duration COMPRESSION_LIMIT = Duration.ofMinutes(15);

    private final Consumer<String> log;

    /** @param log receives what happens, line by line, from several threads */
    public BootImageBuilder(Consumer<String> log) {
        this.log = log;
    }

    /**
     * Builds the image; the output folder appears, or changes, only when all of it is done.
     *
     * @throws BootImageException when a program or package is missing or fails
     */
    public BootImage build(BootImageRequest request) throws BootImageException, InterruptedException {
        try {
            return buildInCache(request);
        } catch (IOException e) {
            throw new BootImageException(
                    "boot-image-failed",
                    "The boot image " + request.name() + " could not be built: " + e.getMessage(),
                    e);
        }
    }

    private BootImage buildInCache(BootImageRequest request)
            throws BootImageException, InterruptedException, IOException {
        AgentFiles agent = AgentFiles.of(request.agent());
        requireTools(request.compression());
        List<String> wanted = list("packages.txt");
        DebianPackages debian = new DebianPackages(request.cache(), log);
        Path plain = debian.unpacked(wanted);
        Path packages =
                request.components().isEmpty() ? plain : debian.unpacked(concat(wanted, checked(request.components())));
        Path target = request.output().toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path work = Files.createTempDirectory(target.getParent(), ".bootimage-");
        try {
            Path root = Files.createDirectory(work.resolve("root"));
            Path output = Files.createDirectory(work.resolve("output"));
            Files.setPosixFilePermissions(output, PosixFilePermissions.fromString("rwxr-xr-x"));
            layOut(root);
            copyPrograms(packages, root);
            if (!request.components().isEmpty()) {
                log.accept("Boot image: adding " + String.join(", ", request.components()));
                new AddedFiles(plain, packages, root, log).copy();
            }
            addAgent(request, agent.jars(), packages, root);
            KernelModules modules = KernelModules.open(packages, log);
            List<BootDriver> drivers = modules.copy(concat(list("drivers.txt"), request.modules()), root);
            log.accept("Boot image: " + drivers.size() + " drivers of kernel " + modules.kernelVersion());
            new AotTraining(log).run(root);
            Path kernel = output.resolve(BootImage.KERNEL_FILE);
            Files.copy(modules.kernel(), kernel);
            Packed initramfs = pack(root, output.resolve(BootImage.INITRAMFS_FILE), request.compression());
            BootImage image = new BootImage(
                    request.name(),
                    request.version(),
                    ARCHITECTURE,
                    modules.kernelVersion(),
                    agent.version(),
                    agent.build(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS),
                    request.compression().id(),
                    describe(kernel),
                    initramfs.file(),
                    initramfs.decompressedSize(),
                    BootOverlay.FORMAT,
                    drivers,
                    request.components());
            image.write(output);
            FileTree.replace(output, target);
            log.accept("Boot image: " + image.networkSize() + " bytes in " + target);
            return image;
        } finally {
            FileTree.delete(work);
        }
    }

    /** Debian packages with the programs that a build needs and this machine lacks; empty when it can build. */
    public static List<String> missingTools() {
        return TOOLS.entrySet().stream()
                .filter(tool -> !BuildTool.exists(tool.getKey()))
                .map(Map.Entry::getValue)
                .distinct()
                .sorted()
                .toList();
    }

    private static void requireTools(InitramfsCompression compression) throws BootImageException {
        for (Map.Entry<String, String> tool : TOOLS.entrySet()) {
            boolean otherCompression = Stream.of(InitramfsCompression.values())
                    .anyMatch(other -> other != compression && other.id().equals(tool.getKey()));
            if (!otherCompression) {
                BuildTool.find(tool.getKey(), tool.getValue());
            }
        }
    }

    /** Names as Debian Policy 5.6.7 has them: nothing else may reach a command line. */
    private static List<String> checked(List<String> components) throws BootImageException {
        for (String component : components) {
            if (!component.matches(COMPONENT_NAME)) {
                throw new BootImageException(
                        "component-invalid", "\"" + component + "\" is not the name of a Debian package.");
            }
        }
        return components;
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }

    private static void layOut(Path root) throws IOException {
        for (String folder : List.of(
                "dev",
                "etc",
                "proc",
                "sys",
                "run",
                "mnt",
                "root",
                "var/log",
                "usr/bin",
                "usr/sbin",
                "usr/local/bin",
                "usr/lib",
                "usr/lib64",
                "opt/slipway")) {
            Files.createDirectories(root.resolve(folder));
        }
        Path temporary = Files.createDirectory(root.resolve("tmp"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (String merged : List.of("bin", "sbin", "lib", "lib64")) {
            Files.createSymbolicLink(root.resolve(merged), Path.of("usr", merged));
        }
        Files.createSymbolicLink(root.resolve("usr/bin/sh"), Path.of("busybox"));
        Files.createSymbolicLink(root.resolve("etc/mtab"), Path.of("/proc/self/mounts"));
        Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\ndisk:x:6:\ntty:x:5:\n");
        Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost slipway\n::1 localhost\n");
        Files.writeString(root.resolve("etc/nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
        Files.writeString(root.resolve("etc/resolv.conf"), "");
        resource("init", root.resolve("init"));
        resource("udhcpc.script", root.resolve("etc/udhcpc.script"));
        resource("run-agent", root.resolve("opt/slipway/run-agent"));
        resource("slipway-log", root.resolve("usr/bin/slipway-log"));
    }

    private static void resource(String name, Path target) throws IOException {
        try (InputStream input = open(name)) {
            Files.copy(input, target);
        }
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void copyPrograms(Path packages, Path root) throws BootImageException, IOException {
        ProgramCopy programs = new ProgramCopy(packages, root);
        for (String program : list("programs.txt")) {
            programs.add(program);
        }
    }

    private void addAgent(BootImageRequest request, List<Path> jars, Path packages, Path root)
            throws BootImageException, InterruptedException, IOException {
        Path home = root.resolve("opt/slipway");
        Path agent = Files.createDirectory(home.resolve("agent"));
        for (Path jar : jars) {
            Files.copy(jar, agent.resolve(jar.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
        }
        Path runtime = home.resolve("runtime");
        new JavaRuntime(log).link(request.javaHome(), runtime);
        new ProgramCopy(packages, root).addLibrariesOf(runtime);
    }

    /** Archives the root and compresses it while it is written. */
    private Packed pack(Path root, Path file, InitramfsCompression compression)
            throws BootImageException, InterruptedException, IOException {
        String program = compression.command().getFirst();
        BuildTool.find(program, program);
        Process process = new ProcessBuilder(compression.command())
                .redirectOutput(file.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long decompressed;
        try (OutputStream input = process.getOutputStream()) {
            CpioArchive archive = new CpioArchive(input);
            archive.addTree(root);
            archive.addCharacterDevice("dev/console", 0600, 5, 1);
            archive.addCharacterDevice("dev/null", 0666, 1, 3);
            archive.finish();
            decompressed = archive.position();
            input.close();
            if (!process.waitFor(COMPRESSION_LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new BootImageException("tool-failed", program + " could not compress the initramfs.");
            }
        } finally {
            BuildTool.destroy(process);
        }
        return new Packed(describe(file), decompressed);
    }

    private record Packed(BootFile file, long decompressedSize) {}

    private static BootFile describe(Path file) throws IOException {
        try (OutputStream nowhere = OutputStream.nullOutputStream();
                DigestOutputStream digest = new DigestOutputStream(nowhere, MessageDigest.getInstance("SHA-256"))) {
            long size = Files.copy(file, digest);
            String hash = HexFormat.of().formatHex(digest.getMessageDigest().digest());
            return new BootFile(file.getFileName().toString(), size, hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The lines of a list in the resources, without comments. */
    static List<String> list(String name) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream input = BootImageBuilder.class.getResourceAsStream(name);
        if (input == null) {
            throw new IOException("the resource " + name + " is missing in this build");
        }
        return input;
    }
}

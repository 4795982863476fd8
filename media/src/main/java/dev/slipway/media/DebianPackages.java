package dev.slipway.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Unpacks Debian packages into a folder, without their maintainer scripts, and keeps the folder for later builds. */
final class DebianPackages {
    static final String SUITE = "trixie";
    private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
    private static final Duration FRESH = Duration.ofDays(7);
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private static final String UNPACKING = "unpacking-";
    /** Of two builds at once the later one finds what the earlier one has fetched. */
    private static final ReentrantLock FETCHING = new ReentrantLock();

    private final Path cache;
    private final Consumer<String> log;
    private final BuildTool tool;

    DebianPackages(Path cache, Consumer<String> log) {
        this.cache = cache;
        this.log = log;
        this.tool = new BuildTool(log);
    }

    /** The folder with the packages and what they depend on; read only, shared by builds. */
    Path unpacked(List<String> packages) throws BootImageException, InterruptedException, IOException {
        FETCHING.lockInterruptibly();
        try {
            return fetched(packages);
        } finally {
            FETCHING.unlock();
        }
    }

    private Path fetched(List<String> packages) throws BootImageException, InterruptedException, IOException {
        String key = key(packages);
        Path folder = cache.resolve("debian-" + SUITE + "-" + key);
        Path stamp = folder.resolve(".complete");
        if (Files.exists(stamp)) {
            Instant unpacked = Files.getLastModifiedTime(stamp).toInstant();
            if (unpacked.plus(FRESH).isAfter(Instant.now())) {
                log.accept("Debian packages: reusing " + folder);
                return folder;
            }
        }
        Files.createDirectories(cache);
        tidy();
        Path work = Files.createTempDirectory(cache, UNPACKING);
        try {
            unpack(packages, work);
            Files.createFile(work.resolve("root/.complete"));
            FileTree.replace(work.resolve("root"), folder);
        } finally {
            FileTree.delete(work);
        }
        return folder;
    }

    /** What builds that were killed have left. */
    private void tidy() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(cache, UNPACKING + "*")) {
            for (Path folder : left) {
                Instant touched = Files.getLastModifiedTime(folder).toInstant();
                if (touched.plus(LIMIT.multipliedBy(4)).isBefore(Instant.now())) {
                    FileTree.delete(folder);
                }
            }
        }
    }

    /**
     * The tar format works in every mode of mmdebstrap: a folder made in a user namespace could not be removed by the user
     * who made it.
     */
    private void unpack(List<String> packages, Path work) throws BootImageException, InterruptedException, IOException {
        Path archive = work.resolve("packages.tar");
        Path root = Files.createDirectory(work.resolve("root"));
        log.accept("Debian packages: fetching " + packages.size() + " packages and what they depend on");
        tool.run(
                List.of(
                        BuildTool.find("mmdebstrap", "mmdebstrap").toString(),
                        "--variant=extract",
                        "--format=tar",
                        "--quiet",
                        "--keyring=" + KEYRING,
                        "--include=" + String.join(",", packages),
                        SUITE,
                        archive.toString(),
                        mirror()),
                LIMIT);
        tool.run(
                List.of(
                        BuildTool.find("tar", "tar").toString(),
                        "--extract",
                        "--file=" + archive,
                        "--directory=" + root,
                        "--no-same-owner",
                        "--exclude=./dev"),
                LIMIT);
        for (String merged : List.of("bin", "sbin", "lib", "lib64")) {
            Path link = root.resolve(merged);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, Path.of("usr", merged));
            }
        }
    }

    /** The machine's own Debian mirror, so that a local mirror or proxy is used where the administrator set one up. */
    private String mirror() throws BootImageException, InterruptedException {
        List<String> sources = tool.run(
                List.of(
                        BuildTool.find("apt-get", "apt").toString(),
                        "indextargets",
                        "--format",
                        "$(REPO_URI)",
                        "Created-By: Packages",
                        "Origin: Debian",
                        "Label: Debian"),
                Duration.ofMinutes(1));
        return sources.stream()
                .distinct()
                .findFirst()
                .orElseThrow(
                        () -> new BootImageException(
                                "mirror-missing",
                                "apt on this machine knows no Debian mirror with fetched lists. Run `apt-get update` and try again."));
    }

    private static String key(List<String> packages) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (Stream<String> sorted = packages.stream().sorted()) {
                sorted.forEach(name -> digest.update((name + "\n").getBytes(StandardCharsets.UTF_8)));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package dev.slipway.site.library;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Kernels and initramfs files in {@code boot/} of the data folder, each named by its SHA-256. */
@Component
public class BootFiles {
    private static final int BUFFER_BYTES = 1 << 20;
    private final Path folder;

    BootFiles(SlipwayProperties properties) throws IOException {
        folder = Files.createDirectories(properties.data().resolve("boot"));
    }

    /** @return the file of this hash, if it is there */
    public Optional<Path> find(String hash) {
        if (!hash.matches("[0-9a-f]{64}")) {
            return Optional.empty();
        }
        Path file = folder.resolve(hash);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** A file that was taken in. */
    record Stored(String hash, long size) {}

    /**
     * Copies a file.
     *
     * @param expectedHash SHA-256 that its description names
     */
    Stored add(Path source, String expectedHash) throws IOException, InterruptedException {
        Path partial = Files.createTempFile(folder, "incoming-", "");
        try {
            Stored stored = copy(source, partial);
            if (!stored.hash().equals(expectedHash)) {
                throw new SlipwayException(
                        "boot-image-corrupt",
                        422,
                        source + " does not have the hash that bootimage.json names. Build the boot image again.");
            }
            Files.move(
                    partial,
                    folder.resolve(stored.hash()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return stored;
        } catch (NoSuchFileException e) {
            throw new SlipwayException(
                    "boot-image-incomplete", 422, e.getFile() + " is missing. Build the boot image again.", e);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Copies a file, whatever its hash. */
    Stored add(Path source) throws IOException, InterruptedException {
        Path partial = Files.createTempFile(folder, "incoming-", "");
        try {
            Stored stored = copy(source, partial);
            Files.move(
                    partial,
                    folder.resolve(stored.hash()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return stored;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static Stored copy(Path source, Path target) throws IOException, InterruptedException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        try (InputStream in = Files.newInputStream(source);
                OutputStream out = new DigestOutputStream(Files.newOutputStream(target), digest)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException("Copying " + source + " was interrupted");
                }
                out.write(buffer, 0, count);
                size += count;
            }
        }
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return new Stored(HexFormat.of().formatHex(digest.digest()), size);
    }

    /** Deletes what no boot image names, leftovers of killed copies included. */
    void keepOnly(Set<String> hashes) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!hashes.contains(String.valueOf(file.getFileName()))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The boot files in " + folder + " cannot be tidied", e);
        }
    }
}

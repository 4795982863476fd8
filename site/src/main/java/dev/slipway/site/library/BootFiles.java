package dev.slipway.site.library;

import dev.slipway.site.SlipwayProperties;
import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Files in {@code boot/} of the data folder, each named by its SHA-256: kernels, initramfs files, customisations and what these include. */
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

    Stored add(Path source) throws IOException {
        try (ReadAt file = ReadAt.of(source)) {
            return add(file);
        }
    }

    /** @throws java.io.InterruptedIOException when the thread was interrupted; nothing remains */
    Stored add(ReadAt source) throws IOException {
        Path partial = Files.createTempFile(folder, "incoming-", "");
        try {
            Stored stored = copy(source, partial);
            appear(partial, stored.hash());
            return stored;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /**
     * Puts a file there under its hash, unless it is there.
     *
     * @throws IOException also when it has another hash
     */
    void put(String hash, ReadAt source) throws IOException {
        if (find(hash).isPresent()) {
            return;
        }
        Path partial = Files.createTempFile(folder, "incoming-", "");
        try {
            if (!copy(source, partial).hash().equals(hash)) {
                throw new IOException("The content store gave other bytes than those of boot file " + hash);
            }
            appear(partial, hash);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private void appear(Path partial, String hash) throws IOException {
        Files.move(partial, folder.resolve(hash), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Stored copy(ReadAt source, Path target) throws IOException {
        MessageDigest digest = sha256();
        long size = source.size();
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            for (long at = 0; at < size; at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, size - at));
                source.readFully(at, buffer);
                digest.update(buffer.flip());
                buffer.rewind();
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
            }
            out.force(true);
        }
        return new Stored(HexFormat.of().formatHex(digest.digest()), size);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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

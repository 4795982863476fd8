package dev.slipway.site.access;

import dev.slipway.site.SlipwayProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.springframework.stereotype.Component;

/** The site's own symmetric keys, one file each in {@code keys/} of the data folder, readable by the site's user only. */
@Component
public class SiteKeys {
    private static final int KEY_BYTES = 32;
    private final Path folder;

    SiteKeys(SlipwayProperties properties) {
        folder = properties.data().resolve("keys");
    }

    /** 32 bytes, made at the first use. @param name lower-case letters, also the file's name */
    public synchronized byte[] key(String name) {
        Path file = folder.resolve(name + ".key");
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            byte[] key = Files.readAllBytes(file);
            if (key.length != KEY_BYTES) {
                throw new IllegalStateException(
                        file + " has " + key.length + " bytes instead of " + KEY_BYTES + "; restore it from a backup");
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("The key " + file + " cannot be read or made", e);
        }
    }

    private void make(Path file) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path partial = Files.createTempFile(
                folder,
                "new",
                ".key",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(partial, key);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

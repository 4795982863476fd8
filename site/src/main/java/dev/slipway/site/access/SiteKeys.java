package dev.slipway.site.access;

import dev.slipway.site.SlipwayProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.springframework.stereotype.Component;

/** The site's own keys, one file each in {@code keys/} of the data folder, readable by the site's user only. */
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

    /** An Ed25519 pair, made at the first use. @param name lower-case letters, also the file's name */
    public synchronized KeyPair pair(String name) {
        Path file = folder.resolve(name + ".pair");
        try {
            if (!Files.exists(file)) {
                KeyPair made = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                String text = encode(made.getPrivate().getEncoded()) + "\n"
                        + encode(made.getPublic().getEncoded());
                write(file, text.getBytes(StandardCharsets.US_ASCII));
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
            if (lines.size() < 2) {
                throw new IllegalStateException(file + " does not hold two keys; restore it from a backup");
            }
            KeyFactory keys = KeyFactory.getInstance("Ed25519");
            return new KeyPair(
                    keys.generatePublic(
                            new X509EncodedKeySpec(Base64.getDecoder().decode(lines.get(1)))),
                    keys.generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(0)))));
        } catch (IOException e) {
            throw new UncheckedIOException("The keys " + file + " cannot be read or made", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(file + " does not hold two Ed25519 keys; restore it from a backup", e);
        }
    }

    private static String encode(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }

    private void make(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        write(file, key);
    }

    private void write(Path file, byte[] key) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path partial = Files.createTempFile(
                folder,
                "new",
                ".key",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(partial, key);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

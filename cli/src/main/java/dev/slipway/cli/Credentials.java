package dev.slipway.cli;

import dev.slipway.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * What {@code slipway login} keeps, readable by its owner alone.
 *
 * @param certificateSha256 pin of the site's certificate, lower-case hex; empty for a certificate that the system trusts
 */
record Credentials(URI site, String account, String token, String certificateSha256) {

    /** A file may lack anything. */
    Credentials {
        Objects.requireNonNull(site);
        Objects.requireNonNull(account);
        Objects.requireNonNull(token);
        Objects.requireNonNull(certificateSha256);
    }

    static final URI DEFAULT_SITE = URI.create("http://localhost:8080");

    static Path file(Terminal terminal) {
        return terminal.configuration().resolve("credentials.json");
    }

    static Optional<Credentials> load(Terminal terminal) throws IOException, CommandException {
        Path file = file(terminal);
        try {
            return Optional.of(Json.decode(Files.readAllBytes(file), Credentials.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new CommandException(
                    ExitCode.FORBIDDEN, "credentials-unreadable", file + " is damaged. Log in again: slipway login");
        }
    }

    void save(Terminal terminal) throws IOException {
        Path file = file(terminal);
        Files.createDirectories(
                terminal.configuration(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path fresh = Files.createTempFile(
                terminal.configuration(),
                "credentials",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(fresh, Json.encode(this));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    static void forget(Terminal terminal) throws IOException {
        Files.deleteIfExists(file(terminal));
    }

    @Override
    public String toString() {
        return account + " at " + site;
    }
}

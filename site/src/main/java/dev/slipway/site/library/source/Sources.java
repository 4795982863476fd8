package dev.slipway.site.library.source;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opens what somebody named as a source: an absolute path on the site's machine, or a path of a share. */
@Component
public class Sources {
    /** As Linux (PATH_MAX). */
    private static final int MOST_PATH_CHARACTERS = 4096;

    private final SourceAccounts accounts;
    private final Path work;

    Sources(SourceAccounts accounts, SlipwayProperties properties) throws IOException {
        this.accounts = accounts;
        this.work = Files.createDirectories(properties.data().resolve("work"));
        tidy(work);
    }

    /** A killed site leaves files on their way; the work that made them begins anew. */
    private static void tidy(Path work) throws IOException {
        List<Path> left;
        try (Stream<Path> walk = Files.walk(work)) {
            left = walk.filter(path -> !path.equals(work))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path path : left) {
            Files.delete(path);
        }
    }

    /** Folder for files on their way, on the site's own volume. */
    public Path work() {
        return work;
    }

    /**
     * What can be told of a file at once, before work begins: shares are asked only by the work itself.
     *
     * @throws SlipwayException {@code source-not-found}, {@code source-not-readable}, {@code source-not-a-file}, {@code source-path-invalid},
     *     {@code source-account-not-found}
     */
    public void checkFile(String text, @Nullable String account) {
        check(text, account, false);
    }

    /** As {@link #checkFile}, of a folder: {@code source-not-a-folder}. */
    public void checkFolder(String text, @Nullable String account) {
        check(text, account, true);
    }

    private void check(String text, @Nullable String account, boolean folder) {
        if (account != null) {
            accounts.get(account);
        }
        try {
            if (UncPath.looksLike(text)) {
                unc(text);
                return;
            }
            Path path = local(text);
            if (folder && !Files.isDirectory(path)) {
                throw LocalSource.notAFolder(text);
            }
            if (!folder && !Files.isRegularFile(path)) {
                throw LocalSource.notAFile(text);
            }
        } catch (SourceException e) {
            throw e.refusal();
        }
    }

    /** @param account name of a source account for a share; null: as a guest. The system's own mounts have their own. */
    public Source open(String text, @Nullable String account) throws IOException {
        if (!UncPath.looksLike(text)) {
            return new LocalSource(text, local(text));
        }
        UncPath at = unc(text);
        Optional<Path> mounted = SystemMounts.find(at);
        if (mounted.isPresent()) {
            return new LocalSource(at.toString(), existing(at.toString(), mounted.get()));
        }
        return new ShareSource(at, account == null ? null : accounts.open(account), work);
    }

    /** The folder in which a file is to be made. */
    public Source openFolderOf(String file, @Nullable String account) throws IOException {
        if (UncPath.looksLike(file)) {
            return open(unc(file).parent().toString(), account);
        }
        Path parent = parsed(file).getParent();
        if (parent == null || !parent.isAbsolute()) {
            throw new SourceException(
                    "source-path-invalid", "\"" + file + "\" is neither an absolute path nor a path of a share.");
        }
        return open(parent.toString(), account);
    }

    /** The name of the file that a path means. */
    public static String lastName(String file) throws SourceException {
        return UncPath.looksLike(file)
                ? unc(file).lastName()
                : String.valueOf(parsed(file).getFileName());
    }

    private static UncPath unc(String text) throws SourceException {
        requireLength(text);
        try {
            return UncPath.parse(text);
        } catch (IllegalArgumentException e) {
            throw new SourceException("source-path-invalid", text + ": " + e.getMessage(), e);
        }
    }

    private static Path local(String text) throws SourceException {
        Path path = parsed(text);
        if (!path.isAbsolute()) {
            throw new SourceException(
                    "source-not-found",
                    "\"" + text + "\" is neither an absolute path on the site's machine nor a path of a share.");
        }
        return existing(text, path);
    }

    private static void requireLength(String text) throws SourceException {
        if (text.length() > MOST_PATH_CHARACTERS) {
            throw new SourceException(
                    "source-path-invalid",
                    "A path of " + text.length() + " characters is too long; at most " + MOST_PATH_CHARACTERS + ".");
        }
    }

    private static Path parsed(String text) throws SourceException {
        requireLength(text);
        try {
            return Path.of(text).normalize();
        } catch (InvalidPathException e) {
            throw new SourceException("source-path-invalid", "This is no path: " + e.getReason() + ".", e);
        }
    }

    private static Path existing(String text, Path path) throws SourceException {
        if (!Files.exists(path)) {
            throw new SourceException(
                    "source-not-found",
                    text + " does not exist on the site's machine, or its folder may not be entered.");
        }
        if (!Files.isReadable(path)) {
            throw new SourceException(
                    "source-not-readable",
                    text + " may not be read by the account that runs the site. Change its rights.");
        }
        return path;
    }

    static void refuseTooMany(String name, int files) throws SourceException {
        if (files > Source.MOST_FILES) {
            throw new SourceException(
                    "source-too-large",
                    name + " holds more than " + Source.MOST_FILES + " files. Give a smaller folder.");
        }
    }
}

package dev.slipway.site.library;

import dev.slipway.site.SlipwayException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What holds for all packages. */
public final class Packages {
    private static final int LONGEST_NAME = 50;
    private static final int LONGEST_VERSION = 32;
    private static final int LONGEST_COMMENT = 127;

    private Packages() {}

    public static Optional<StoredPackage> find(Handle handle, String id) {
        return new PackageSql(handle).find(id);
    }

    static StoredPackage require(Handle handle, PackageType type, String id) {
        String kind = switch (type) {
            case OS_IMAGE -> "image";
            case BOOT_IMAGE -> "boot image";
        };
        return new PackageSql(handle)
                .find(id)
                .filter(found -> found.type() == type)
                .orElseThrow(() -> SlipwayException.notFound(kind, id));
    }

    /** A proposed name, cut to what a package may have. */
    static String proposed(String name) {
        String clean = name.strip().replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= LONGEST_NAME
                ? clean
                : clean.substring(0, LONGEST_NAME).strip();
    }

    static void checkTexts(@Nullable String name, @Nullable String version, @Nullable String comment) {
        if (name != null && name.isBlank()) {
            throw SlipwayException.invalid("name", "The name must not be empty.");
        }
        check("name", name, LONGEST_NAME);
        check("version", version, LONGEST_VERSION);
        check("comment", comment, LONGEST_COMMENT);
    }

    private static void check(String field, @Nullable String value, int longest) {
        if (value != null && value.length() > longest) {
            throw SlipwayException.invalid(field, "The " + field + " has at most " + longest + " characters.");
        }
        if (value != null && value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw SlipwayException.invalid(field, "The " + field + " must not contain control characters.");
        }
    }

    static void refuseUsed(Handle handle, StoredPackage wanted) {
        List<Reference> users = new PackageSql(handle).usedBy(wanted.id());
        if (!users.isEmpty()) {
            throw new SlipwayException(
                    "package-in-use",
                    409,
                    wanted.name() + " (" + wanted.id() + ") is used by "
                            + users.stream()
                                    .map(user -> "task sequence " + user.name() + " (" + user.id() + ")")
                                    .collect(Collectors.joining(", "))
                            + ". Change or delete these first.");
        }
    }
}

package dev.slipway.site.library;

import dev.slipway.site.SlipwayException;
import org.jspecify.annotations.Nullable;

/** The limits of a package's texts (section 1 of the behaviour specification). */
public final class PackageTexts {
    private static final int LONGEST_NAME = 50;
    private static final int LONGEST_VERSION = 32;
    private static final int LONGEST_COMMENT = 127;
    private static final int LONGEST_MANUFACTURER = 100;
    private static final int LONGEST_LANGUAGE = 85;
    private static final int LONGEST_ARCHITECTURE = 16;

    private PackageTexts() {}

    /** A proposed name, cut to what a package may have. */
    public static String proposed(String name) {
        return cut(name, LONGEST_NAME);
    }

    public static String proposedVersion(String version) {
        return cut(version, LONGEST_VERSION);
    }

    private static String cut(String text, int longest) {
        String clean = text.strip().replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= longest ? clean : clean.substring(0, longest).strip();
    }

    /** @throws SlipwayException {@code request-invalid}; null is not checked */
    public static void check(@Nullable String name, @Nullable String version, @Nullable String comment) {
        if (name != null && name.isBlank()) {
            throw SlipwayException.invalid("name", "The name must not be empty.");
        }
        check("name", name, LONGEST_NAME);
        check("version", version, LONGEST_VERSION);
        check("comment", comment, LONGEST_COMMENT);
    }

    static void check(PackageChange change) {
        check(change.name(), change.version(), change.comment());
        check("manufacturer", change.manufacturer(), LONGEST_MANUFACTURER);
        check("language", change.language(), LONGEST_LANGUAGE);
        check("architecture", change.architecture(), LONGEST_ARCHITECTURE);
        RefreshSchedule schedule = change.refreshSchedule();
        if (schedule != null) {
            schedule.check();
        }
        Integer keep = change.keepVersions();
        if (keep != null && (keep < 1 || keep > PackageSettings.MOST_VERSIONS)) {
            throw SlipwayException.invalid(
                    "keepVersions",
                    "Keep 1 to " + PackageSettings.MOST_VERSIONS + " versions, the current one counted.");
        }
    }

    /** @throws SlipwayException {@code request-invalid} when it is too long or has control characters; null is not checked */
    public static void check(String field, @Nullable String value, int longest) {
        if (value != null && value.length() > longest) {
            throw SlipwayException.invalid(field, "The " + field + " has at most " + longest + " characters.");
        }
        if (value != null && value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw SlipwayException.invalid(field, "The " + field + " must not contain control characters.");
        }
    }
}

package dev.slipway.site.library.driver;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.PackageTexts;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the import wizard asks for.
 *
 * @param path of a folder, in which every INF file is imported, or of one INF file
 * @param infs which INF files of the folder, by their paths in it; null: all
 * @param storageOrNetworkOnly drivers of other classes are left out
 * @param signedOnly drivers that nobody signed are left out
 * @param duplicates null: append categories
 * @param enable null: yes
 * @param packages driver packages that the drivers join
 * @param updatePoints null: yes. Otherwise a driver package keeps its content, and its points what they have, until they are updated
 */
public record DriverImport(
        @Nullable String path,
        @Nullable String sourceAccount,
        @Nullable List<String> infs,
        @Nullable Boolean storageOrNetworkOnly,
        @Nullable Boolean signedOnly,
        @Nullable DuplicateRule duplicates,
        @Nullable Boolean enable,
        @Nullable List<String> categories,
        @Nullable List<String> packages,
        @Nullable Boolean updatePoints) {
    /** Classes of storage and network devices, in lower case. */
    private static final Set<String> STORAGE_OR_NETWORK = Set.of("scsiadapter", "hdc", "net", "diskdrive", "volume");

    private static final int LONGEST_CATEGORY = 100;
    private static final int MOST = 100;

    String requiredPath() {
        if (path == null || path.isBlank()) {
            throw SlipwayException.invalid("path", "Give the path of a folder with drivers, or of an INF file.");
        }
        return path.strip();
    }

    @Nullable
    String account() {
        return sourceAccount == null || sourceAccount.isBlank() ? null : sourceAccount.strip();
    }

    DuplicateRule duplicateRule() {
        return Objects.requireNonNullElse(duplicates, DuplicateRule.APPEND_CATEGORIES);
    }

    boolean enabled() {
        return !Boolean.FALSE.equals(enable);
    }

    /** Whether a driver is among those that are wanted at all. */
    boolean shows(String deviceClass, boolean signed) {
        return (signed || !Boolean.TRUE.equals(signedOnly))
                && (!Boolean.TRUE.equals(storageOrNetworkOnly)
                        || STORAGE_OR_NETWORK.contains(deviceClass.toLowerCase(Locale.ROOT)));
    }

    boolean updatesPoints() {
        return !Boolean.FALSE.equals(updatePoints);
    }

    List<String> categoryNames() {
        return checkedCategories(Objects.requireNonNullElse(categories, List.of()));
    }

    List<String> packageIds() {
        return Objects.requireNonNullElse(packages, List.<String>of()).stream()
                .distinct()
                .toList();
    }

    static List<String> checkedCategories(List<String> given) {
        List<String> names = given.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .toList();
        if (names.size() > MOST) {
            throw SlipwayException.invalid("categories", "At most " + MOST + ".");
        }
        names.forEach(name -> PackageTexts.check("categories", name, LONGEST_CATEGORY));
        return names;
    }
}

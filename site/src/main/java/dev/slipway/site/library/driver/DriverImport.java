package dev.slipway.site.library.driver;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.PackageTexts;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the import wizard asks for.
 *
 * @param path of a folder, in which every INF file is imported, or of one INF file
 * @param infs which INF files of the folder, by their paths in it; null: all
 * @param duplicates null: append categories
 * @param enable null: yes
 * @param packages driver packages that the drivers join
 */
public record DriverImport(
        @Nullable String path,
        @Nullable String sourceAccount,
        @Nullable List<String> infs,
        @Nullable DuplicateRule duplicates,
        @Nullable Boolean enable,
        @Nullable List<String> categories,
        @Nullable List<String> packages) {
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

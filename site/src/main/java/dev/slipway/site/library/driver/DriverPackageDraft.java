package dev.slipway.site.library.driver;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.PackageTexts;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A driver package to be made.
 *
 * @param manufacturer and {@code model} of the computers that it is for; at most 100 characters each
 * @param drivers identifiers of its first members
 */
public record DriverPackageDraft(
        @Nullable String name,
        @Nullable String version,
        @Nullable String comment,
        @Nullable String manufacturer,
        @Nullable String model,
        @Nullable List<String> drivers) {
    private static final int LONGEST = 100;

    DriverPackageDraft checked() {
        if (name == null || name.isBlank()) {
            throw SlipwayException.invalid("name", "Give the driver package a name.");
        }
        PackageTexts.check(name, version, comment);
        PackageTexts.check("manufacturer", manufacturer, LONGEST);
        checkModel(model);
        return this;
    }

    static void checkModel(@Nullable String model) {
        PackageTexts.check("model", model, LONGEST);
    }

    String requiredName() {
        return Objects.requireNonNull(name, "it was checked").strip();
    }

    List<String> driverIds() {
        return Objects.requireNonNullElse(drivers, List.of());
    }
}

package dev.slipway.site.library;

import org.jspecify.annotations.Nullable;

/**
 * A change of what all packages have in common; what is null stays.
 *
 * @param sourcePath where a later refresh looks; the current version stays as it is
 * @param sourceAccount empty: none
 */
public record PackageChange(
        @Nullable String name,
        @Nullable String version,
        @Nullable String comment,
        @Nullable String manufacturer,
        @Nullable String language,
        @Nullable String architecture,
        @Nullable String sourcePath,
        PackageSettings.@Nullable Priority priority,
        @Nullable Integer keepVersions,
        @Nullable String sourceAccount,
        @Nullable RefreshSchedule refreshSchedule,
        PackageSettings.@Nullable Prestage prestage,
        @Nullable Boolean onDemand) {

    public static PackageChange ofTexts(@Nullable String name, @Nullable String version, @Nullable String comment) {
        return new PackageChange(name, version, comment, null, null, null, null, null, null, null, null, null, null);
    }
}

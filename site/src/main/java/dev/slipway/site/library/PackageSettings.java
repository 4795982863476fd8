package dev.slipway.site.library;

import org.jspecify.annotations.Nullable;

/**
 * What an administrator sets on a package beside its texts.
 *
 * @param keepVersions how many versions stay, the current one counted; 1 to {@value #MOST_VERSIONS}
 * @param sourceAccount name of the account that opens the source; null: the account that runs the site
 * @param onDemand points fetch it when a machine asks for it
 */
public record PackageSettings(
        Priority priority,
        int keepVersions,
        @Nullable String sourceAccount,
        RefreshSchedule refreshSchedule,
        Prestage prestage,
        boolean onDemand) {
    public static final int MOST_VERSIONS = 100;
    public static final PackageSettings DEFAULT =
            new PackageSettings(Priority.MEDIUM, 3, null, RefreshSchedule.NEVER, Prestage.AUTOMATIC, false);

    /** Which package travels first (DIST-9). */
    public enum Priority {
        HIGH,
        MEDIUM,
        LOW
    }

    /** What points behind a thin line fetch by themselves (DIST-11). */
    public enum Prestage {
        AUTOMATIC,
        /** The first version comes by hand, in a prestaged content file; later ones as the difference to it. */
        CHANGES_ONLY,
        MANUAL
    }

    public PackageSettings withSourceAccount(@Nullable String name) {
        return new PackageSettings(priority, keepVersions, name, refreshSchedule, prestage, onDemand);
    }
}

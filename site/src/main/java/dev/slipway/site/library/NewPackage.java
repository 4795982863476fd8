package dev.slipway.site.library;

/**
 * A package to be registered.
 *
 * @param name 1 to 50 characters
 */
public record NewPackage(
        PackageType type,
        String name,
        String version,
        String comment,
        String architecture,
        String language,
        PackageSettings settings) {
    public NewPackage {
        PackageTexts.check(name, version, comment);
    }

    /** With what an administrator sets at its default. */
    public NewPackage(PackageType type, String name, String version, String comment) {
        this(type, name, version, comment, "", "", PackageSettings.DEFAULT);
    }

    public NewPackage(
            PackageType type,
            String name,
            String version,
            String comment,
            String architecture,
            PackageSettings settings) {
        this(type, name, version, comment, architecture, "", settings);
    }
}

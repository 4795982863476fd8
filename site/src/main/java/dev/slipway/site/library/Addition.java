package dev.slipway.site.library;

import dev.slipway.protocol.Json;
import dev.slipway.site.SlipwayException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks to add to the library; also what the work that adds it gets.
 *
 * @param path of the source
 * @param name null: proposed from the source
 * @param sourceAccount who opens the source; null: the account that runs the site
 * @param architecture as {@code x64}; null: from the source
 * @param language null: from the source
 * @param acceptLicense whether who adds it agrees to the licence terms that come with it
 * @param index of the only image to take (IMG-3); null: all
 */
public record Addition(
        @Nullable String path,
        @Nullable String name,
        @Nullable String version,
        @Nullable String comment,
        @Nullable String sourceAccount,
        @Nullable String architecture,
        @Nullable String language,
        @Nullable Integer index,
        @Nullable Boolean acceptLicense) {

    public static Addition of(String path, @Nullable String name, @Nullable String version, @Nullable String comment) {
        return new Addition(path, name, version, comment, null, null, null, null, null);
    }

    /** @throws SlipwayException {@code request-invalid} */
    String requiredPath() {
        if (path == null || path.isBlank()) {
            throw SlipwayException.invalid(
                    "path", "Give the path of the source: absolute on the site's machine, or of a share.");
        }
        return path.strip();
    }

    /** With nothing blank, and its texts checked. */
    Addition checked() {
        Addition clean = new Addition(
                requiredPath(),
                given(name),
                given(version),
                given(comment),
                given(sourceAccount),
                given(architecture),
                given(language),
                index,
                acceptLicense);
        PackageTexts.check(clean.name, clean.version, clean.comment);
        return clean;
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** With a version that the source proposes, unless one was given. */
    Addition withVersion(@Nullable String proposed) {
        return version != null || proposed == null
                ? this
                : new Addition(
                        path,
                        name,
                        PackageTexts.proposedVersion(proposed),
                        comment,
                        sourceAccount,
                        architecture,
                        language,
                        index,
                        acceptLicense);
    }

    /** The same of another source, with all that is in it. */
    Addition of(String other) {
        return new Addition(other, name, version, comment, sourceAccount, architecture, language, null, acceptLicense);
    }

    boolean acceptsLicense() {
        return Boolean.TRUE.equals(acceptLicense);
    }

    NewPackage as(PackageType type, String proposedName, String proposedArchitecture, String proposedLanguage) {
        return new NewPackage(
                type,
                name == null ? PackageTexts.proposed(proposedName) : name,
                Objects.requireNonNullElse(version, ""),
                Objects.requireNonNullElse(comment, ""),
                Objects.requireNonNullElse(architecture, proposedArchitecture),
                Objects.requireNonNullElse(language, proposedLanguage),
                PackageSettings.DEFAULT.withSourceAccount(sourceAccount));
    }

    String encode() {
        return new String(Json.encode(this), StandardCharsets.UTF_8);
    }

    static Addition decode(String input) {
        return Json.decode(input.getBytes(StandardCharsets.UTF_8), Addition.class);
    }
}

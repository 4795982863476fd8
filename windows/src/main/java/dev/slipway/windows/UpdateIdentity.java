package dev.slipway.windows;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of a package of component based servicing, as the name of its manifest below {@code Windows\servicing\Packages} writes it:
 * {@code Package_for_KB5034441~31bf3856ad364e35~amd64~~19041.3920.1.2.mum}.
 *
 * @param language empty when it is neutral
 * @param version four numbers parted by dots
 */
public record UpdateIdentity(String name, String publicKeyToken, String architecture, String language, String version) {
    /** Identities are keys of the registry, whose names have at most 255 characters. */
    private static final int LONGEST = 255;

    private static final Pattern FILE = Pattern.compile(
            "([^~]+)~([0-9A-Fa-f]{16})~([A-Za-z0-9_]{1,16})~([A-Za-z0-9-]{0,32})~([0-9]{1,10}(?:\\.[0-9]{1,10}){3})\\.mum",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern KB = Pattern.compile("KB([0-9]{5,8})", Pattern.CASE_INSENSITIVE);
    /** Parts of an update: packages for one service pack or one branch, and numbered ones. */
    private static final Pattern PART =
            Pattern.compile("Package_\\d+_for_.*|.*_(RTM|GM|BF|SP\\d+)(_.*)?", Pattern.CASE_INSENSITIVE);

    /** Empty when the file is no manifest of a package. */
    public static Optional<UpdateIdentity> ofFileName(String fileName) {
        if (fileName.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher matcher = FILE.matcher(fileName);
        return matcher.matches()
                ? Optional.of(new UpdateIdentity(
                        matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4), matcher.group(5)))
                : Optional.empty();
    }

    /** Whether it is an update as a whole, and neither a part of one nor a piece of the system itself. */
    public boolean isUpdate() {
        return name.regionMatches(true, 0, "Package_for_", 0, 12)
                && !PART.matcher(name).matches();
    }

    /** The article that its name tells, as {@code KB5034441}. */
    public Optional<String> kb() {
        return kb(name);
    }

    /** The first article that a text names. */
    static Optional<String> kb(String text) {
        Matcher matcher = KB.matcher(text);
        return matcher.find() ? Optional.of("KB" + matcher.group(1)) : Optional.empty();
    }

    /** As Windows writes it, parts joined by tildes. */
    @Override
    public String toString() {
        return String.join("~", name, publicKeyToken, architecture, language, version);
    }
}

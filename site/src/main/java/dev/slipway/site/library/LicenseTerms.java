package dev.slipway.site.library;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.source.SourceFileEntry;
import dev.slipway.wim.Dentry;
import dev.slipway.wim.Image;
import dev.slipway.wim.ImageInfo;
import dev.slipway.wim.WimException;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the licence terms that an image or an installation folder carries (IMG-3); what carries some must be accepted. Windows keeps them as {@code license.rtf}: below
 * {@code \Windows\System32\<language>\Licenses} or {@code \Windows\System32\Licenses} in an image, below {@code sources\license} on a medium.
 */
public final class LicenseTerms {
    private static final Pattern TEXT =
            Pattern.compile("(license|licence|eula)[^/]*\\.(rtf|txt|html?)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ON_MEDIUM = Pattern.compile(
            "(sources/licen[sc]e/.*|(sources/)?(license|licence|eula)[^/]*)\\.(rtf|txt|html?)",
            Pattern.CASE_INSENSITIVE);
    private static final String SYSTEM = "/Windows/System32";

    private LicenseTerms() {}

    /** Where in the tree of a medium they lie. */
    static Optional<String> of(List<SourceFileEntry> medium) {
        return medium.stream()
                .map(SourceFileEntry::path)
                .filter(path -> ON_MEDIUM.matcher(path).matches())
                .findFirst();
    }

    /** Where in the first image that has some they lie: {@code \Windows\System32\license.rtf in image 1}. */
    static Optional<String> of(WimFile wim) throws IOException {
        for (ImageInfo info : wim.images()) {
            try {
                Optional<String> found = of(wim.image(info.index()));
                if (found.isPresent()) {
                    return found.map(path -> path.replace('/', '\\') + " in image " + info.index());
                }
            } catch (WimException e) {
                throw SourceRefusal.of("Image " + info.index(), e);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> of(Image image) {
        Optional<Dentry> system = image.find(SYSTEM);
        if (system.isEmpty()) {
            return Optional.empty();
        }
        List<String> found = new ArrayList<>();
        for (Dentry child : system.get().children()) {
            String path = SYSTEM + "/" + child.name();
            if (TEXT.matcher(child.name()).matches()) {
                found.add(path);
            } else if (child.name().equalsIgnoreCase("Licenses")) {
                collect(path, child, found);
            } else {
                child.children().stream()
                        .filter(one -> one.name().equalsIgnoreCase("Licenses"))
                        .forEach(one -> collect(path + "/" + one.name(), one, found));
            }
        }
        return found.stream().sorted().findFirst();
    }

    private static void collect(String path, Dentry folder, List<String> found) {
        Image.walk(path, folder, (at, dentry) -> {
            if (!dentry.isDirectory() && TEXT.matcher(dentry.name()).matches()) {
                found.add(at);
            }
        });
    }

    /** @throws SlipwayException {@code license-not-accepted} */
    static void requireAccepted(String source, Optional<String> terms, boolean accepted) {
        if (terms.isPresent() && !accepted) {
            throw notAccepted(source, terms.get());
        }
    }

    /** What is answered while they are not accepted. @param terms where they lie */
    public static SlipwayException notAccepted(String source, String terms) {
        return new SlipwayException(
                "license-not-accepted",
                422,
                source + " comes with licence terms (" + terms
                        + "). Read them, and accept them on behalf of your organisation to add it.");
    }
}

package dev.slipway.acceptance;

import dev.slipway.wim.Dentry;
import dev.slipway.wim.Image;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Everything that a captured volume says of each file, as one text, so that two volumes can be compared. */
final class TreeDescription {
    /** Folders that are written to after the image was applied carry the time of that. */
    private static final Set<String> TOUCHED = Set.of("/", "/Windows/Panther");

    private final Image image;
    private final Map<Long, List<String>> links = new HashMap<>();

    private TreeDescription(Image image) {
        this.image = image;
    }

    static Map<String, String> of(Image image) {
        TreeDescription description = new TreeDescription(image);
        description.collectLinks("", image.root());
        Map<String, String> result = new TreeMap<>();
        description.describe("", image.root(), result);
        return result;
    }

    private void collectLinks(String path, Dentry file) {
        if (!file.isDirectory() && file.hardLinkGroup() != 0) {
            links.computeIfAbsent(file.hardLinkGroup(), group -> new ArrayList<>())
                    .add(path);
        }
        for (Dentry child : file.children()) {
            collectLinks(path + "/" + child.name(), child);
        }
    }

    private void describe(String path, Dentry file, Map<String, String> result) {
        String shown = path.isEmpty() ? "/" : path;
        StringBuilder text = new StringBuilder();
        text.append("attributes ").append(String.format(Locale.ROOT, "%08x", file.attributes()));
        text.append(" short '").append(file.shortName()).append('\'');
        text.append(" security ")
                .append(image.securityDescriptor(file.securityId())
                        .map(HexFormat.of()::formatHex)
                        .orElse("none"));
        text.append(" reparse ").append(Integer.toHexString(file.reparseTag()));
        text.append(" streams ")
                .append(file.streams().stream().map(Object::toString).sorted().toList());
        if (!file.isDirectory() && file.hardLinkGroup() != 0) {
            text.append(" links ")
                    .append(links.getOrDefault(file.hardLinkGroup(), List.of()).stream()
                            .sorted()
                            .toList());
        }
        text.append(" created ").append(time(shown, file.created()));
        text.append(" modified ").append(time(shown, file.modified()));
        result.put(shown, text.toString());
        for (Dentry child : file.children()) {
            describe(path + "/" + child.name(), child, result);
        }
    }

    private static String time(String path, Instant time) {
        return TOUCHED.contains(path) ? "then" : time.toString();
    }
}

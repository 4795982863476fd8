package dev.slipway.site.library.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shares that the system has mounted; through its mount one is read several times as fast as by ourselves. */
final class SystemMounts {
    private static final Set<String> TYPES = Set.of("cifs", "smb3", "smbfs");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private SystemMounts() {}

    /** Where the system sees a path of a share. */
    static Optional<Path> find(UncPath wanted) throws IOException {
        Path table = Path.of("/proc/self/mounts");
        return Files.isReadable(table)
                ? find(wanted, Files.readAllLines(table, StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }

    /** @param lines as proc(5) describes {@code /proc/self/mounts}: device, folder, type; octal escapes for blanks */
    static Optional<Path> find(UncPath wanted, List<String> lines) {
        Optional<Path> best = Optional.empty();
        int longest = -1;
        for (String line : lines) {
            String[] fields = line.split(" ");
            if (fields.length < 3 || !TYPES.contains(fields[2])) {
                continue;
            }
            Optional<UncPath> device = parse(unescaped(fields[0]));
            if (device.isPresent() && device.get().names().size() > longest && contains(device.get(), wanted)) {
                longest = device.get().names().size();
                List<String> rest =
                        wanted.names().subList(longest, wanted.names().size());
                best = Optional.of(Path.of(unescaped(fields[1]), rest.toArray(String[]::new)));
            }
        }
        return best;
    }

    private static Optional<UncPath> parse(String device) {
        try {
            return Optional.of(UncPath.parse(device));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean contains(UncPath mounted, UncPath wanted) {
        List<String> above = new ArrayList<>(mounted.names());
        return mounted.server().equalsIgnoreCase(wanted.server())
                && wanted.port() == UncPath.DEFAULT_PORT
                && mounted.share().equalsIgnoreCase(wanted.share())
                && above.size() <= wanted.names().size()
                && String.join("\\", above)
                        .equalsIgnoreCase(String.join("\\", wanted.names().subList(0, above.size())));
    }

    private static String unescaped(String field) {
        String bytes = OCTAL.matcher(field)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 8))));
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}

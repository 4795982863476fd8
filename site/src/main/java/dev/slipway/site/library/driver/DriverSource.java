package dev.slipway.site.library.driver;

import dev.slipway.content.ContentCutter;
import dev.slipway.content.SourceFile;
import dev.slipway.site.library.SourceRefusal;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.SourceFileEntry;
import dev.slipway.site.library.source.Sources;
import dev.slipway.wim.ReadAt;
import dev.slipway.windows.DriverFile;
import dev.slipway.windows.DriverInf;
import dev.slipway.windows.InfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A folder, on the site's machine or a share, in which drivers lie. Names know no case, as on Windows. */
final class DriverSource implements AutoCloseable {
    private static final int MOST_CATALOG_BYTES = 32 << 20;
    private final Source source;
    private final Map<String, SourceFileEntry> files = new TreeMap<>();
    private final @Nullable String onlyInf;

    private DriverSource(Source source, @Nullable String onlyInf) throws IOException, InterruptedException {
        this.source = source;
        this.onlyInf = onlyInf;
        for (SourceFileEntry entry : source.files()) {
            files.putIfAbsent(lower(entry.path()), entry);
        }
    }

    /** @param path of a folder or of one INF file. @throws SlipwayException why it cannot be opened */
    static DriverSource open(Sources sources, String path, @Nullable String account) throws InterruptedException {
        boolean isInf = lower(path).endsWith(".inf");
        int cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        String folder = isInf && cut > 0 ? path.substring(0, cut) : path;
        try {
            Source source = sources.open(folder, account);
            try {
                return new DriverSource(source, isInf ? path.substring(cut + 1) : null);
            } catch (IOException | InterruptedException | RuntimeException e) {
                source.close();
                throw e;
            }
        } catch (IOException e) {
            throw SourceRefusal.of(path, e);
        }
    }

    /** What can be told before any work begins. */
    static void check(Sources sources, String path, @Nullable String account) {
        if (lower(path).endsWith(".inf")) {
            sources.checkFile(path, account);
        } else {
            sources.checkFolder(path, account);
        }
    }

    String name() {
        return source.name();
    }

    /** Where INF files lie in the source. */
    List<String> infPaths() {
        return files.values().stream()
                .map(SourceFileEntry::path)
                .filter(path -> onlyInf == null ? lower(path).endsWith(".inf") : path.equalsIgnoreCase(onlyInf))
                .toList();
    }

    /** @throws InfException if it is no driver's INF file; other exceptions if it cannot be read */
    FoundDriver read(String infPath) throws IOException {
        SourceFileEntry entry = files.get(lower(infPath));
        if (entry == null) {
            throw new InfException("The source does not have it any more.");
        }
        byte[] infBytes = bytes(entry, DriverInf.MAX_BYTES);
        DriverInf inf = DriverInf.parse(infBytes);
        String folder = infPath.substring(0, infPath.lastIndexOf('/') + 1);
        Map<String, SourceFile> needed = new LinkedHashMap<>();
        Set<String> missing = new LinkedHashSet<>();
        take(entry, folder, needed);
        for (DriverFile file : inf.files()) {
            SourceFileEntry found = files.get(lower(folder + file.path()));
            if (found == null) {
                missing.add(file.path());
            } else {
                take(found, folder, needed);
            }
        }
        return new FoundDriver(
                infPath, inf, List.copyOf(needed.values()), List.copyOf(missing), signature(inf, infBytes, folder));
    }

    private static void take(SourceFileEntry entry, String folder, Map<String, SourceFile> needed) {
        String path = entry.path().substring(folder.length());
        needed.putIfAbsent(lower(path), new SourceFile(path, entry.file(), new ContentCutter()));
    }

    /** Every catalog that the INF file names and that is there must hold and list the INF file as it is. */
    private DriverSignature signature(DriverInf inf, byte[] infBytes, String folder) throws IOException {
        DriverSignature signature = DriverSignature.none(
                inf.catalogs().isEmpty()
                        ? "The INF file names no catalog."
                        : "The catalog " + inf.catalogs().getFirst() + " does not lie beside it.");
        for (String catalog : inf.catalogs()) {
            SourceFileEntry entry = files.get(lower(folder + catalog));
            if (entry != null) {
                signature = entry.stamp().sizeBytes() > MOST_CATALOG_BYTES
                        ? DriverSignature.none("The catalog " + catalog + " is too large to be one.")
                        : DriverSignature.check(catalog, bytes(entry, MOST_CATALOG_BYTES), infBytes);
                if (!signature.holds()) {
                    return signature;
                }
            }
        }
        return signature;
    }

    private static byte[] bytes(SourceFileEntry entry, int most) throws IOException {
        try (ReadAt in = entry.file().open()) {
            if (in.size() > most) {
                throw new InfException("It has " + in.size() + " bytes; at most " + most + " are read.");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) in.size());
            in.readFully(0, bytes);
            return bytes.array();
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        source.close();
    }
}

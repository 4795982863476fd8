package dev.slipway.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One site for all tests that do not stop it; it starts with the first of them. */
public final class SharedSite {
    private static @Nullable TestSite site;
    private static @Nullable Path folder;

    private SharedSite() {}

    public static synchronized TestSite get() throws IOException, InterruptedException {
        if (site == null) {
            site = TestSite.start(folder());
            Runtime.getRuntime().addShutdownHook(new Thread(SharedSite::stop));
        }
        return site;
    }

    public static synchronized Path folder() throws IOException {
        if (folder == null) {
            folder = Files.createTempDirectory("slipway-site");
        }
        return folder;
    }

    private static synchronized void stop() {
        if (site != null) {
            site.close();
        }
        try (var files = folder == null ? java.util.stream.Stream.<Path>of() : Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

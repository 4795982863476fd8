package dev.slipway.agent.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The log on the machine, for the viewer. It lies in memory: at {@value #MOST_BYTES} bytes the file becomes {@code smsts.lo_} and a
 * new one begins. What is written here has been masked by its writer.
 */
public final class LogFile {
    /** Where the boot environment keeps it. */
    public static final Path BOOT = Path.of("/run/slipway/smsts.log");

    /** Nothing is kept. */
    public static final LogFile NONE = new LogFile(null);

    private static final long MOST_BYTES = 4 << 20;
    private final @Nullable Path file;
    private boolean broken;

    private LogFile(@Nullable Path file) {
        this.file = file;
    }

    public static LogFile at(Path file) {
        return new LogFile(file);
    }

    /** A log that cannot be written must not end a run: it says so once and stops. */
    public synchronized void add(Severity severity, String text) {
        if (file == null || broken) {
            return;
        }
        try {
            roll(file);
            Files.writeString(
                    file,
                    LogLine.of(Instant.now(), severity, text).encode(),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            broken = true;
            System.getLogger(LogFile.class.getName())
                    .log(System.Logger.Level.WARNING, "The log {0} cannot be written: {1}", file, e.getMessage());
        }
    }

    private static void roll(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) >= MOST_BYTES) {
            Files.move(file, file.resolveSibling("smsts.lo_"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

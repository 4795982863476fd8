package dev.slipway.point;

import dev.slipway.content.ContentError;
import dev.slipway.content.ContentException;
import dev.slipway.content.ContentStore;
import dev.slipway.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway distribution-point import}: content that came by a carrier instead of the line (DIST-11). */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Puts prestaged content files into a distribution point's store, whether the point runs or not.")
final class ImportCommand implements Callable<Integer> {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    @Option(names = "--data", paramLabel = "DIR", description = "the point's data folder (default: ${DEFAULT-VALUE})")
    private Path data = PointOptions.defaultData();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "prestaged content files that the site has exported")
    private List<Path> files = List.of();

    @Override
    public Integer call() throws Exception {
        PointFolder folder = PointFolder.open(data.toAbsolutePath().normalize());
        int exitCode = ExitCode.DONE;
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                throw new PointException(
                        ExitCode.USAGE, "import-file-unreadable", file + " does not exist or cannot be read.");
            }
            Imports.Result result = takeIn(folder, file);
            if (result.isSuccess()) {
                System.out.println(file + ": imported, content " + String.join(", ", result.contents()));
            } else {
                System.err.println("slipway: " + file + ": " + result.message() + " (" + result.code() + ")");
                exitCode = ExitCode.FAILED;
            }
        }
        return exitCode;
    }

    /** While the point runs it alone may write its store: then it gets the file. */
    private static Imports.Result takeIn(PointFolder folder, Path file) throws Exception {
        String name = UUID.randomUUID().toString();
        Path handed = folder.imports().resolve(name + Imports.FILE);
        Path told = folder.imports().resolve(name + Imports.RESULT);
        boolean isHandedOver = false;
        while (!Files.exists(told)) {
            try (ContentStore store = ContentStore.open(folder.content())) {
                Files.deleteIfExists(handed);
                return new Imports(folder, new Holding(folder, store, Duration.ZERO), () -> {}).takeIn(file);
            } catch (ContentException e) {
                if (e.error() != ContentError.STORE_IN_USE) {
                    throw PointException.of(e);
                }
            }
            if (!isHandedOver) {
                handOver(file, handed);
                isHandedOver = true;
            }
            Thread.sleep(LOOK_AGAIN);
        }
        Imports.Result result = Json.decode(Files.readAllBytes(told), Imports.Result.class);
        Files.delete(told);
        return result;
    }

    /** A link where the file lies on the same volume, else a copy; the rename makes it visible. */
    private static void handOver(Path file, Path handed) throws IOException {
        Path partial = handed.resolveSibling(handed.getFileName() + ".part");
        try {
            Files.createLink(partial, file.toRealPath());
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(file, partial);
        }
        Files.move(partial, handed, StandardCopyOption.ATOMIC_MOVE);
    }
}

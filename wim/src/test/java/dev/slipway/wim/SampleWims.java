package dev.slipway.wim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** WIM files that wimlib makes of the sample tree, each once for all tests. */
final class SampleWims {
    private static final Path FOLDER = makeFolder();
    private static final Map<String, Path> MADE = new ConcurrentHashMap<>();

    private SampleWims() {}

    private static Path makeFolder() {
        try {
            Path folder = Files.createTempDirectory("slipway-wim");
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Wimlib.execute(null, List.of("rm", "-rf", folder.toString()))));
            SampleTree.create(folder.resolve("tree"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new empty folder, which goes away when the tests are over. */
    static Path freshFolder() throws IOException {
        return Files.createTempDirectory(FOLDER, "test");
    }

    static Path tree() {
        return FOLDER.resolve("tree");
    }

    /** @param options of wimlib-imagex capture, separated by spaces */
    static Path capture(String options) {
        return MADE.computeIfAbsent(options, SampleWims::captureNew);
    }

    private static Path captureNew(String options) {
        Path wim = FOLDER.resolve("sample" + options.replaceAll("[^A-Za-z0-9]+", "-") + ".wim");
        List<Object> arguments = new ArrayList<>(List.of("capture", tree(), wim, "Sample", "A sample", "--norpfix"));
        for (String option : options.split(" ")) {
            arguments.add(option);
        }
        Wimlib.run(arguments.toArray());
        return wim;
    }
}

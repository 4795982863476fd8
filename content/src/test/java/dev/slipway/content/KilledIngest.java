package dev.slipway.content;

import java.nio.file.Path;
import java.util.List;

/** A process of its own that adds one file, to be killed at any moment; prints a line when it has the store open and when it is done. */
final class KilledIngest {
    private KilledIngest() {}

    public static void main(String[] arguments) throws Exception {
        try (ContentStore store = ContentStore.open(Path.of(arguments[0]))) {
            System.out.println("open");
            store.add(List.of(new SourceFile("file", Path.of(arguments[1]), new ContentCutter())), IngestProgress.NONE);
            System.out.println("added");
        }
    }
}

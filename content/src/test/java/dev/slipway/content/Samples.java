package dev.slipway.content;

import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Data for tests that no two runs make differently. */
final class Samples {
    private Samples() {}

    static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    static SourceFile source(Path folder, String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path.replace('/', '_'));
        Files.write(file, bytes);
        return new SourceFile(path, file, new ContentCutter());
    }

    static Ingested add(ContentStore store, SourceFile... sources) throws ContentException, InterruptedException {
        return store.add(List.of(sources), IngestProgress.NONE);
    }

    static byte[] read(ContentStore store, ContentId content, String path) throws IOException {
        try (ReadAt in = store.open(content, path)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(in.size()));
            in.readFully(0, bytes);
            return bytes.array();
        }
    }

    /** @return every file of a store but its lock, relative to its root */
    static List<String> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(name -> !name.equals("lock"))
                    .sorted()
                    .toList();
        }
    }

    /** How a source opens a pack. */
    interface Opening {
        InputStream open(PackId pack, long offset, long length) throws IOException;
    }

    /** How a source tells where blocks lie. */
    interface Telling {
        Extents extents(ContentId content) throws IOException;
    }

    /** @return the source, with another way to open its packs */
    static ContentSource over(ContentSource source, Opening opening) {
        return over(opening, source::extents);
    }

    static ContentSource over(Opening opening, Telling telling) {
        return new ContentSource() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public Extents extents(ContentId content) throws IOException {
                return telling.extents(content);
            }

            @Override
            public InputStream open(PackId pack, long offset, long length) throws IOException {
                return opening.open(pack, offset, length);
            }
        };
    }
}

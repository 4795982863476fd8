package dev.slipway.site.library.driver;

import dev.slipway.content.FileSource;
import dev.slipway.site.SlipwayException;
import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Unpacks an export that somebody brought: no name leaves the folder, and neither number nor size is unbounded. */
final class ExportArchive {
    private static final int MOST_FILES = 200_000;
    private static final long MOST_BYTES = 64L << 30;
    private static final int BUFFER_BYTES = 1 << 20;

    private ExportArchive() {}

    static byte[] bytes(FileSource file) throws IOException {
        try (ReadAt in = file.open()) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(in.size()));
            in.readFully(0, bytes);
            return bytes.array();
        }
    }

    static void unpack(FileSource file, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        long written = 0;
        int files = 0;
        try (ReadAt in = file.open();
                ZipInputStream zip = new ZipInputStream(stream(in))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder) || ++files > MOST_FILES) {
                    throw invalid(file, "an entry leaves its folder, or there are too many", null);
                }
                if (!entry.isDirectory()) {
                    Files.createDirectories(target.getParent());
                    written += copy(zip, target, MOST_BYTES - written);
                }
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw invalid(file, String.valueOf(e.getMessage()), e);
        }
        if (files == 0) {
            throw invalid(file, "it is no zip file", null);
        }
    }

    private static long copy(InputStream in, Path target, long most) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long written = 0;
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                written += count;
                if (written > most) {
                    throw new IOException("The archive holds more than " + MOST_BYTES + " bytes.");
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException("Unpacking was interrupted");
                }
                out.write(buffer, 0, count);
            }
        }
        return written;
    }

    private static SlipwayException invalid(
            FileSource file, String why, @org.jspecify.annotations.Nullable Exception cause) {
        String detail = file.name() + " is no exported driver package: " + why + ".";
        return cause == null
                ? new SlipwayException("driver-package-export-invalid", 422, detail)
                : new SlipwayException("driver-package-export-invalid", 422, detail, cause);
    }

    private static InputStream stream(ReadAt in) throws IOException {
        long size = in.size();
        return Channels.newInputStream(new ReadableByteChannel() {
            private long position;

            @Override
            public int read(ByteBuffer into) throws IOException {
                if (position >= size) {
                    return -1;
                }
                int count = (int) Math.min(into.remaining(), size - position);
                ByteBuffer part = into.slice(into.position(), count);
                in.readFully(position, part);
                into.position(into.position() + count);
                position += count;
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                // Whoever opened the file closes it.
            }
        });
    }

    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> all = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : all) {
                Files.delete(path);
            }
        }
    }
}

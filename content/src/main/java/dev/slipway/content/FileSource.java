package dev.slipway.content;

import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/** A file that is to be read once, wherever it lies: on this computer, on another one's share. */
public interface FileSource {

    /**
     * What a file was at one moment; two different stamps mean that it has changed.
     *
     * @param key what the file system tells it from others by, such as the inode; empty when there is nothing
     */
    record Stamp(long sizeBytes, Instant modified, String key) {}

    /** Tells an administrator which file is meant. */
    String name();

    /** @throws IOException when it is not there or is not a file */
    Stamp stamp() throws IOException;

    /**
     * Opens it; the caller closes it. It is read upwards in pieces of up to 8 MiB. Neither this nor a read may wait for ever.
     * {@link java.io.EOFException} while reading means that the file became shorter.
     */
    ReadAt open() throws IOException;

    static FileSource of(Path file) {
        return new FileSource() {
            @Override
            public String name() {
                return file.toString();
            }

            @Override
            public Stamp stamp() throws IOException {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                if (!attributes.isRegularFile()) {
                    throw new IOException("it is not a file");
                }
                return new Stamp(
                        attributes.size(),
                        attributes.lastModifiedTime().toInstant(),
                        String.valueOf(attributes.fileKey()));
            }

            @Override
            public ReadAt open() throws IOException {
                return ReadAt.of(file);
            }

            @Override
            public String toString() {
                return name();
            }
        };
    }
}

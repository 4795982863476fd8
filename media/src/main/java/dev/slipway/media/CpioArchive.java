package dev.slipway.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the "newc" archive that the kernel unpacks as its first root (Documentation/driver-api/early-userspace/buffer-format).
 * Everything belongs to root and carries no time, so that the same input gives the same bytes, and nobody needs rights to write it.
 */
final class CpioArchive {
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;
    private static final int CHARACTER_DEVICE = 0020000;

    private final OutputStream output;
    private int nextInode = 1;
    private long position;

    CpioArchive(OutputStream output) {
        this.output = output;
    }

    /** Adds everything below a folder, sorted by path. */
    void addTree(Path root) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths = walk.filter(path -> !path.equals(root)).sorted().toList();
        }
        for (Path path : paths) {
            add(root.relativize(path).toString(), path);
        }
    }

    private void add(String name, Path path) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            byte[] target = Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8);
            header(name, LINK | 0777, target.length, 0, 0);
            write(target);
        } else if (attributes.isDirectory()) {
            header(name, FOLDER | mode(attributes.permissions()), 0, 0, 0);
        } else if (attributes.isRegularFile()) {
            copy(name, mode(attributes.permissions()), path, attributes.size());
        } else {
            throw new IOException(path + " is neither a file, a folder nor a link");
        }
        pad();
    }

    private void copy(String name, int permissions, Path path, long size) throws IOException {
        if (size > 0xffffffffL) {
            throw new IOException(path + " is too large for an initramfs");
        }
        header(name, FILE | permissions, size, 0, 0);
        long copied = Files.copy(path, output);
        if (copied != size) {
            throw new IOException(path + " changed while it was archived");
        }
        position += size;
    }

    void addFolder(String name) throws IOException {
        header(name, FOLDER | 0755, 0, 0, 0);
        pad();
    }

    void addFile(String name, int permissions, byte[] content) throws IOException {
        header(name, FILE | permissions, content.length, 0, 0);
        write(content);
        pad();
    }

    void addFile(String name, int permissions, Path source) throws IOException {
        copy(name, permissions, source, Files.size(source));
        pad();
    }

    /** Fills up with zeros, which the kernel skips between archives. */
    void padTo(int alignment) throws IOException {
        write(new byte[(int) (-position & (alignment - 1))]);
    }

    /** Bytes written so far. */
    long position() {
        return position;
    }

    /** The kernel opens /dev/console before anything could make it. */
    void addCharacterDevice(String name, int permissions, int major, int minor) throws IOException {
        header(name, CHARACTER_DEVICE | permissions, 0, major, minor);
        pad();
    }

    void finish() throws IOException {
        nextInode = 0;
        header("TRAILER!!!", 0, 0, 0, 0);
        pad();
        output.flush();
    }

    private void header(String name, int mode, long size, int major, int minor) throws IOException {
        byte[] encodedName = name.getBytes(StandardCharsets.UTF_8);
        StringBuilder header = new StringBuilder("070701");
        long[] fields = {nextInode++, mode, 0, 0, 1, 0, size, 0, 0, major, minor, encodedName.length + 1L, 0};
        for (long field : fields) {
            header.append(HexFormat.of().toHexDigits(field, 8));
        }
        write(header.toString().getBytes(StandardCharsets.US_ASCII));
        write(encodedName);
        write(new byte[] {0});
        pad();
    }

    private void write(byte[] bytes) throws IOException {
        output.write(bytes);
        position += bytes.length;
    }

    private void pad() throws IOException {
        write(new byte[(int) (-position & 3)]);
    }

    private static int mode(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (PosixFilePermission permission : permissions) {
            mode |= 0400 >> permission.ordinal();
        }
        return mode;
    }
}

package dev.slipway.point;

import dev.slipway.content.ContentId;
import dev.slipway.protocol.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * The folder of everything that a distribution point keeps.
 *
 * <pre>
 * point.json     whose point it is
 * keys/          its key and its certificate
 * content/       the store
 * checked/ID     every block of this content was read from this disk and hashed
 * imported/ID    came by a prestaged file and has not been asked for yet
 * import/        prestaged files to be taken in, and what became of them
 * </pre>
 */
record PointFolder(Path root) {

    /** @throws PointException when the folder cannot be made or written */
    static PointFolder open(Path root) throws PointException {
        try {
            for (String name : Set.of("checked", "imported", "import")) {
                Files.createDirectories(root.resolve(name));
            }
            Files.createDirectories(
                    root.resolve("keys"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new PointFolder(root);
        } catch (IOException e) {
            throw new PointException(
                    ExitCode.FAILED,
                    "point-folder-unusable",
                    "The data folder " + root + " cannot be used: " + e
                            + ". Choose another with --data, or give this account the right to write there.",
                    e);
        }
    }

    Path content() {
        return root.resolve("content");
    }

    Path keys() {
        return root.resolve("keys");
    }

    Path imports() {
        return root.resolve("import");
    }

    /** Where Tomcat may put temporary files. */
    Path work() {
        return root.resolve("work");
    }

    Optional<Membership> membership() throws PointException {
        Path file = root.resolve("point.json");
        try {
            return Files.exists(file)
                    ? Optional.of(Json.decode(Files.readAllBytes(file), Membership.class))
                    : Optional.empty();
        } catch (IOException | JacksonException e) {
            throw new PointException(
                    ExitCode.FAILED,
                    "point-membership-unusable",
                    file + " cannot be read: " + e.getMessage() + ". Delete it and join again with --join-code.",
                    e);
        }
    }

    void write(Membership membership) throws IOException {
        write(root.resolve("point.json"), Json.encode(membership));
    }

    /** Writes a file for this account alone; it appears whole or not at all. */
    static void write(Path file, byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path partial = Files.createTempFile(
                folder,
                "new",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(bytes));
            channel.force(true);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Marks about contents, one empty file each. */
    enum Mark {
        CHECKED("checked"),
        IMPORTED("imported");

        private final String folder;

        Mark(String folder) {
            this.folder = folder;
        }
    }

    Path file(Mark mark, ContentId content) {
        return root.resolve(mark.folder).resolve(content.hex());
    }

    void set(Mark mark, ContentId content) throws IOException {
        write(file(mark, content), new byte[0]);
    }

    void clear(Mark mark, ContentId content) throws IOException {
        Files.deleteIfExists(file(mark, content));
    }

    Set<ContentId> all(Mark mark) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(mark.folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f]{64}"))
                    .map(ContentId::new)
                    .collect(Collectors.toSet());
        }
    }
}

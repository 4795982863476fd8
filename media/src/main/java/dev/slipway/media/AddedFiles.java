package dev.slipway.media;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Consumer;

/**
 * Copies into a boot image what additional Debian packages brought, those they depend on included: the difference between two
 * unpacked roots. Documentation, translations, kernels and packages' own records stay out.
 *
 * @param plain the packages that every boot image has
 * @param more the same with the additional ones
 */
record AddedFiles(Path plain, Path more, Path root, Consumer<String> log) {
    private static final List<String> LEFT_OUT = List.of(
            ".complete",
            "boot",
            "dev",
            "proc",
            "sys",
            "run",
            "tmp",
            "var/lib/dpkg",
            "var/cache",
            "usr/lib/modules",
            "usr/share/doc",
            "usr/share/man",
            "usr/share/info",
            "usr/share/locale",
            "usr/share/lintian",
            "usr/share/bug");

    void copy() throws IOException {
        ProgramCopy programs = new ProgramCopy(more, root);
        Files.walkFileTree(more, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return isLeftOut(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path path = more.relativize(file);
                Path target = root.resolve(path.toString());
                boolean isNew = !Files.exists(plain.resolve(path.toString()), LinkOption.NOFOLLOW_LINKS);
                if (isNew && !isLeftOut(file) && !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                    add(programs, path, target);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A link's target comes by itself, or is not there, which Debian's packages allow. */
    private void add(ProgramCopy programs, Path path, Path target) throws IOException {
        Path file = more.resolve(path.toString());
        if (Files.isSymbolicLink(file)) {
            Files.createDirectories(target.getParent());
            Files.copy(file, target, LinkOption.NOFOLLOW_LINKS);
            return;
        }
        try {
            programs.add(path.toString());
        } catch (BootImageException e) {
            // A plug-in whose library only a suggested package has.
            log.accept("Boot image: /" + path + " will not run: " + e.getMessage());
        }
    }

    private boolean isLeftOut(Path file) {
        Path path = more.relativize(file);
        return LEFT_OUT.stream().anyMatch(path::startsWith);
    }
}

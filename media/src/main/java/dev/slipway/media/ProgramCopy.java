package dev.slipway.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Copies programs out of unpacked packages into a smaller root, with the closure of the libraries they need. */
final class ProgramCopy {
    private static final List<String> LIBRARY_FOLDERS =
            List.of("usr/lib/x86_64-linux-gnu", "usr/lib", "usr/lib64", "usr/lib/x86_64-linux-gnu/systemd");

    private final Path packages;
    private final Path root;
    private final Set<String> done = new HashSet<>();

    ProgramCopy(Path packages, Path root) {
        this.packages = packages;
        this.root = root;
    }

    /**
     * Copies one file, or all below a folder, following links and keeping them, and the libraries that it needs.
     *
     * @param path below the root, as {@code usr/sbin/mkntfs}
     */
    void add(String path) throws BootImageException, IOException {
        if (!done.add(path)) {
            return;
        }
        Path source = packages.resolve(path);
        if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            throw new BootImageException(
                    "file-missing", "/" + path + " is not in the Debian packages. They may have changed their layout.");
        }
        if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
            addFolder(path, source);
            return;
        }
        Path target = root.resolve(path);
        Files.createDirectories(target.getParent());
        Files.copy(
                source,
                target,
                LinkOption.NOFOLLOW_LINKS,
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
        if (Files.isSymbolicLink(source)) {
            add(linkTarget(path, Files.readSymbolicLink(source)));
        } else {
            addLibraries(source);
        }
    }

    private void addFolder(String path, Path source) throws BootImageException, IOException {
        List<String> names;
        try (Stream<Path> list = Files.list(source)) {
            names = list.map(file -> file.getFileName().toString()).sorted().toList();
        }
        for (String name : names) {
            add(path + "/" + name);
        }
    }

    /** Adds the libraries that the programs and libraries below a folder need and do not bring along. */
    void addLibrariesOf(Path folder) throws BootImageException, IOException {
        List<Path> files;
        Set<String> own = new HashSet<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        files.forEach(file -> own.add(file.getFileName().toString()));
        for (Path file : files) {
            Optional<ElfFile> elf = ElfFile.read(file);
            if (elf.isPresent()) {
                addNeeded(file, elf.get(), own);
            }
        }
    }

    private void addLibraries(Path file) throws BootImageException, IOException {
        Optional<ElfFile> elf = ElfFile.read(file);
        if (elf.isPresent()) {
            addNeeded(file, elf.get(), Set.of());
        }
    }

    private void addNeeded(Path file, ElfFile elf, Set<String> own) throws BootImageException, IOException {
        if (elf.interpreter().isPresent()) {
            add(merged(elf.interpreter().get()));
        }
        for (String soname : elf.needed()) {
            if (!own.contains(soname)) {
                add(library(file, elf, soname));
            }
        }
    }

    private String library(Path file, ElfFile elf, String soname) throws BootImageException {
        List<String> folders = new ArrayList<>();
        for (String path : elf.searchPaths()) {
            if (path.startsWith("/")) {
                folders.add(merged(path));
            }
        }
        folders.addAll(LIBRARY_FOLDERS);
        for (String folder : folders) {
            if (Files.exists(packages.resolve(folder).resolve(soname))) {
                return folder + "/" + soname;
            }
        }
        throw new BootImageException(
                "library-missing",
                file + " needs the library " + soname + ", which is in none of the Debian packages.");
    }

    private String linkTarget(String path, Path link) {
        if (link.isAbsolute()) {
            return merged(link.toString());
        }
        return merged("/" + Path.of(path).resolveSibling(link).normalize());
    }

    /** Debian's /bin, /sbin, /lib and /lib64 are links into /usr. */
    private static String merged(String absolute) {
        String path = absolute.substring(1);
        for (String folder : List.of("bin/", "sbin/", "lib/", "lib64/")) {
            if (path.startsWith(folder)) {
                return "usr/" + path;
            }
        }
        return path;
    }
}

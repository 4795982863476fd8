package dev.slipway.site.library.source;

import dev.slipway.content.FileSource;
import dev.slipway.site.FullDisk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A file or folder that the site's machine can open itself: of its own, or mounted. */
public final class LocalSource implements Source {
    private final String name;
    private final Path path;

    /** @param name as somebody gave it */
    LocalSource(String name, Path path) {
        this.name = name;
        this.path = path;
    }

    public Path path() {
        return path;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String lastName() {
        return String.valueOf(path.getFileName());
    }

    @Override
    public boolean isFolder() {
        return Files.isDirectory(path);
    }

    @Override
    public FileSource file() throws IOException {
        if (!Files.isRegularFile(path)) {
            throw notAFile(name);
        }
        return FileSource.of(path);
    }

    @Override
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
            stream.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (AccessDeniedException e) {
            throw notReadable(e);
        }
        return names;
    }

    private static SourceException notReadable(AccessDeniedException e) {
        return new SourceException(
                "source-not-readable",
                e.getFile() + " may not be read by the account that runs the site. Change its rights.",
                e);
    }

    @Override
    public List<SourceFileEntry> files() throws IOException, InterruptedException {
        if (!isFolder()) {
            throw notAFolder(name);
        }
        List<SourceFileEntry> files = new ArrayList<>();
        try {
            collect(path, "", files);
        } catch (AccessDeniedException e) {
            throw notReadable(e);
        }
        files.sort(Comparator.comparing(SourceFileEntry::path));
        return files;
    }

    private void collect(Path folder, String prefix, List<SourceFileEntry> files)
            throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Listing " + name + " was interrupted");
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        }
        for (Path entry : entries) {
            String below = prefix + entry.getFileName();
            refuseUnreadableName(below, entry);
            BasicFileAttributes attributes =
                    Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                collect(entry, below + "/", files);
            } else if (attributes.isRegularFile()) {
                FileSource file = FileSource.of(entry);
                files.add(new SourceFileEntry(below, file.stamp(), file));
                Sources.refuseTooMany(name, files.size());
            } else {
                throw new SourceException(
                        "source-not-plain",
                        entry + " is neither a file nor a folder but a link or device. Put the file itself there.");
            }
        }
    }

    /** Java shows bytes that are no UTF-8 as U+FFFD; two such names would be one. */
    private static void refuseUnreadableName(String below, Path entry) throws SourceException {
        if (below.indexOf('\uFFFD') >= 0) {
            throw new SourceException("source-not-plain", entry + " has a name that is no UTF-8 text. Rename it.");
        }
    }

    @Override
    public String write(List<String> names, boolean replace, Writing writing) throws IOException, InterruptedException {
        Path target = isFolder() ? path : path.resolveSibling("");
        for (String one : names) {
            target = target.resolve(one);
        }
        if (!replace && Files.exists(target)) {
            throw exists(target.toString());
        }
        try {
            writing.write(target);
        } catch (AccessDeniedException | ReadOnlyFileSystemException e) {
            throw notWritable(target.toString(), e);
        } catch (FileSystemException e) {
            throw String.valueOf(e.getReason()).contains("Read-only")
                    ? notWritable(target.toString(), e)
                    : full(target, e);
        } catch (IOException e) {
            throw full(target, e);
        }
        return target.toString();
    }

    private static IOException full(Path target, IOException e) {
        return FullDisk.isCauseOf(e)
                ? new SourceException(
                        "target-full", "The volume of " + target + " is full. Make room and try again.", e)
                : e;
    }

    static SourceException exists(String target) {
        return new SourceException(
                "target-exists", target + " exists already. Remove or rename it first, or give another path.");
    }

    static SourceException notWritable(String target, Exception e) {
        return new SourceException(
                "target-not-writable",
                target
                        + " may not be written by the account that the site uses. Change the folder's rights, or give another path.",
                e);
    }

    static SourceException notAFile(String name) {
        return new SourceException("source-not-a-file", name + " is not a file. Give the path of the file itself.");
    }

    static SourceException notAFolder(String name) {
        return new SourceException(
                "source-not-a-folder", name + " is not a folder. Give the folder that holds the files.");
    }

    @Override
    public void close() {}
}

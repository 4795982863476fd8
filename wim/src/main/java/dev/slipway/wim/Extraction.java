package dev.slipway.wim;

import dev.slipway.wim.Dentry.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes files of an image to a POSIX file system: folders, files, hard links, symbolic links, times, and the permissions of
 * files that came from such a system. What it cannot hold is left out and counted: named streams, other reparse points,
 * encrypted files, devices. Security descriptors, attributes and short names are not kept. All is written beside the
 * target and moved there when complete.
 */
public final class Extraction {
    private static final int BUFFER_BYTES = 1 << 20;

    private final WimFile wim;
    private final Path work;
    private final Progress progress;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Map<Blob, List<Path>> filesOfBlob = new LinkedHashMap<>();
    private final Map<Long, Path> firstOfLinkGroup = new HashMap<>();
    private final List<Link> hardLinks = new ArrayList<>();
    private final List<Link> symbolicLinks = new ArrayList<>();
    private final List<Timed> times = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private int directories;
    private int files;
    private long bytes;

    /**
     * What was extracted.
     *
     * @param files regular files, hard links included
     * @param bytes written
     * @param leftOut what the file system cannot hold: paths, named streams as {@code path:name}
     */
    public record Result(
            int directories, int files, int symbolicLinks, int hardLinks, long bytes, List<String> leftOut) {
        public Result {
            leftOut = List.copyOf(leftOut);
        }
    }

    private record Link(Path path, Path target) {}

    private record Timed(Path path, Dentry dentry) {}

    private Extraction(WimFile wim, Path work, Progress progress) {
        this.wim = wim;
        this.work = work;
        this.progress = progress;
    }

    static Result ofImage(WimFile wim, Image image, Path target, Progress progress) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !isEmptyDirectory(target)) {
            throw exists(target, "is not an empty folder");
        }
        return run(wim, image.root(), target, progress);
    }

    static Result ofPath(WimFile wim, Image image, String path, Path target, Progress progress) throws IOException {
        Optional<Dentry> found = image.find(path);
        if (found.isEmpty()) {
            throw new WimException(
                    WimException.Code.NO_SUCH_PATH,
                    "Image " + image.index() + " has no file " + path + ". List the image to see its paths.");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw exists(target, "exists");
        }
        return run(wim, found.get(), target, progress);
    }

    private static WimException exists(Path target, String how) {
        return new WimException(
                WimException.Code.TARGET_EXISTS, target + " " + how + ". Remove it or choose another place.");
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (var entries = Files.newDirectoryStream(path)) {
            return !entries.iterator().hasNext();
        }
    }

    private static Result run(WimFile wim, Dentry top, Path target, Progress progress) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null) {
            throw exists(target, "cannot be replaced");
        }
        Files.createDirectories(parent);
        Path work = Files.createTempDirectory(parent, "." + name + ".");
        try {
            Path made = work.resolve("content");
            Extraction extraction = new Extraction(wim, made, progress);
            extraction.write(top);
            Files.move(made, absolute, StandardCopyOption.ATOMIC_MOVE);
            return extraction.result();
        } catch (ClosedByInterruptException e) {
            InterruptedIOException interrupted =
                    new InterruptedIOException("Extracting to " + target + " was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            delete(work);
        }
    }

    private Result result() {
        return new Result(directories, files, symbolicLinks.size(), hardLinks.size(), bytes, leftOut);
    }

    private void write(Dentry top) throws IOException {
        Image.walk("/", top, this::plan);
        writeBlobs();
        for (Link link : hardLinks) {
            Files.createLink(link.path, link.target);
        }
        // Links come last: nothing is ever written through one.
        for (Link link : symbolicLinks) {
            Files.createSymbolicLink(link.path, link.target);
        }
        // A folder's time changes while its files are written, so the deepest come first.
        for (Timed timed : times.reversed()) {
            setPermissions(timed);
            setTimes(timed);
        }
    }

    private void plan(String path, Dentry dentry) throws IOException {
        WimFile.checkInterrupted();
        Path file = place(path);
        for (Stream stream : dentry.streams()) {
            if (!stream.name().isEmpty()) {
                leftOut.add(path + ":" + stream.name());
            }
        }
        boolean special =
                dentry.unixData().filter(unix -> !unix.isFileFolderOrLink()).isPresent();
        if (dentry.isEncrypted() || special) {
            leftOut.add(path);
        } else if (dentry.isReparsePoint()) {
            planReparsePoint(path, file, dentry);
        } else if (dentry.isDirectory()) {
            Files.createDirectory(file);
            directories++;
            times.add(new Timed(file, dentry));
        } else {
            planFile(file, dentry);
        }
    }

    private Path place(String path) throws WimException {
        String inside = path.substring(1);
        // A name with a slash in it would lead elsewhere; the walk only puts single slashes between names.
        try {
            Path file = inside.isEmpty() ? work : work.resolve(inside);
            if (file.normalize().startsWith(work) && file.equals(file.normalize())) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw unwritable("The name of " + path, e);
        }
        throw new WimException(
                WimException.Code.UNSAFE_NAME, "The name of " + path + " leads out of the folder to extract into.");
    }

    private void planReparsePoint(String path, Path file, Dentry dentry) throws IOException {
        Optional<ReparsePoint> point = readReparsePoint(dentry);
        if (point.isEmpty()) {
            leftOut.add(path);
            if (dentry.isDirectory() && !dentry.children().isEmpty()) {
                Files.createDirectory(file);
                directories++;
            }
            return;
        }
        if (!dentry.children().isEmpty()) {
            throw WimException.corrupt("The link " + path + " has files in it. Copy the file again from its origin.");
        }
        symbolicLinks.add(new Link(file, linkTarget(path, point.get())));
    }

    private static Path linkTarget(String path, ReparsePoint point) throws WimException {
        try {
            return Path.of(point.posixTarget());
        } catch (InvalidPathException e) {
            throw unwritable("The target of the link " + path, e);
        }
    }

    private static WimException unwritable(String what, InvalidPathException cause) {
        return new WimException(
                WimException.Code.UNSAFE_NAME,
                what + " cannot be written in this program's character set. Start it with LC_ALL=C.UTF-8.",
                cause);
    }

    private Optional<ReparsePoint> readReparsePoint(Dentry dentry) throws IOException {
        Optional<Stream> stream = dentry.reparsePoint();
        if (stream.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = wim.open(stream.get())) {
            byte[] data = in.readNBytes(ReparsePoint.MAX_BYTES + 1);
            return data.length > ReparsePoint.MAX_BYTES
                    ? Optional.empty()
                    : ReparsePoint.parse(dentry.reparseTag(), data)
                            .filter(point ->
                                    !point.target().isEmpty() && point.target().indexOf('\0') < 0);
        }
    }

    private void planFile(Path file, Dentry dentry) throws IOException {
        files++;
        if (dentry.hardLinkGroup() != 0) {
            Path first = firstOfLinkGroup.putIfAbsent(dentry.hardLinkGroup(), file);
            if (first != null) {
                hardLinks.add(new Link(file, first));
                return;
            }
        }
        times.add(new Timed(file, dentry));
        if (dentry.dataSha1().isZero()) {
            Files.createFile(file);
        } else {
            filesOfBlob
                    .computeIfAbsent(wim.require(dentry.dataSha1()), blob -> new ArrayList<>(1))
                    .add(file);
        }
    }

    private void writeBlobs() throws IOException {
        List<Blob> order = new ArrayList<>(filesOfBlob.keySet());
        order.sort(WimFile.fileOrder());
        long total = filesOfBlob.entrySet().stream()
                .mapToLong(entry -> entry.getKey().size() * entry.getValue().size())
                .sum();
        progress.report(0, total);
        for (Blob blob : order) {
            List<Path> paths = filesOfBlob.getOrDefault(blob, List.of());
            for (Path path : paths) {
                writeFile(blob, path, total);
            }
        }
    }

    private void writeFile(Blob blob, Path path, long total) throws IOException {
        try (InputStream in = wim.open(blob);
                OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                bytes += count;
                WimFile.checkInterrupted();
                progress.report(bytes, total);
            }
        }
    }

    /** Permissions without set-user and set-group bits, since the owner is whoever extracts. */
    private static void setPermissions(Timed timed) throws IOException {
        Optional<UnixData> unix = timed.dentry.unixData();
        if (unix.isPresent()) {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            for (PosixFilePermission permission : PosixFilePermission.values()) {
                if ((unix.get().mode() & 0400 >> permission.ordinal()) != 0) {
                    permissions.add(permission);
                }
            }
            Files.setPosixFilePermissions(timed.path, permissions);
        }
    }

    private static void setTimes(Timed timed) throws IOException {
        Files.getFileAttributeView(timed.path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(
                        FileTime.from(timed.dentry.modified()),
                        FileTime.from(timed.dentry.accessed()),
                        FileTime.from(timed.dentry.created()));
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, java.io.IOException problem) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

package dev.slipway.content;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The local files, of which the changes fail from a chosen one on: for a while, as on a full disk, or for good, as for a process that is killed. */
final class BreakingFiles extends FileSystemProvider {
    static final String FULL = "No space left on device";

    private final FileSystemProvider real;
    private final FileSystem system;
    private long changes;
    private long failFrom = Long.MAX_VALUE;
    private long failUntil = Long.MAX_VALUE;
    private boolean failed;

    BreakingFiles(FileSystem real) {
        this.real = real.provider();
        this.system = new System(real);
    }

    /** From now on, the changes behind so many fail. @param failures how many; a killed process changes nothing any more */
    synchronized void failAfter(long later, long failures) {
        failed = false;
        failFrom = changes + later;
        failUntil = failures == Long.MAX_VALUE ? failures : failFrom + failures;
    }

    synchronized void failNoMore() {
        failFrom = Long.MAX_VALUE;
    }

    synchronized boolean hasFailed() {
        return failed;
    }

    private synchronized void change() throws IOException {
        long change = changes++;
        if (change >= failFrom && change < failUntil) {
            failed = true;
            throw new IOException(FULL);
        }
    }

    /** @return the path, seen through these files */
    Path of(Path path) {
        return (Path) Proxy.newProxyInstance(
                Path.class.getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, given) -> {
                    Object[] arguments = given == null ? new Object[0] : given;
                    switch (method.getName()) {
                        case "getFileSystem" -> {
                            return system;
                        }
                        case "toFile" -> {
                            return path.toFile();
                        }
                        case "iterator" -> {
                            return StreamSupport.stream(path.spliterator(), false)
                                    .map(this::of)
                                    .iterator();
                        }
                        default -> {
                            Object[] plain = Arrays.stream(arguments)
                                    .map(argument -> argument instanceof Path other ? plain(other) : argument)
                                    .toArray();
                            try {
                                Object result = method.invoke(path, plain);
                                return result instanceof Path other ? of(other) : result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }
                    }
                });
    }

    private static Path plain(Path path) {
        return path.getFileSystem() instanceof System ? path.getFileSystem().getPath(path.toString()) : path;
    }

    private boolean changes(Set<? extends OpenOption> options) {
        return options.contains(StandardOpenOption.WRITE);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        // A folder that is opened is flushed; so is what was written.
        if (changes(options) || Files.isDirectory(plain(path))) {
            change();
        }
        return real.newFileChannel(plain(path), options, attributes);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        if (changes(options)) {
            change();
        }
        return real.newByteChannel(plain(path), options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        DirectoryStream<Path> entries = real.newDirectoryStream(plain(folder), entry -> filter.accept(of(entry)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return StreamSupport.stream(entries.spliterator(), false)
                        .map(BreakingFiles.this::of)
                        .iterator();
            }

            @Override
            public void close() throws IOException {
                entries.close();
            }
        };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        change();
        real.createDirectory(plain(folder), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        change();
        real.delete(plain(path));
    }

    @Override
    public boolean deleteIfExists(Path path) throws IOException {
        change();
        return real.deleteIfExists(plain(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        change();
        real.copy(plain(source), plain(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        change();
        real.move(plain(source), plain(target), options);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return real.isSameFile(plain(path), plain(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(plain(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(plain(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real.checkAccess(plain(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return real.getFileAttributeView(plain(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return real.readAttributes(plain(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) throws IOException {
        return real.readAttributes(plain(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, @Nullable Object value, LinkOption... options) throws IOException {
        real.setAttribute(plain(path), name, value, options);
    }

    @Override
    public String getScheme() {
        return "breaking";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }

    private final class System extends FileSystem {
        private final FileSystem files;

        System(FileSystem files) {
            this.files = files;
        }

        @Override
        public FileSystemProvider provider() {
            return BreakingFiles.this;
        }

        @Override
        public void close() {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public String getSeparator() {
            return files.getSeparator();
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return List.of();
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return List.of();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return files.supportedFileAttributeViews();
        }

        /** A plain one: only {@link BreakingFiles#of} makes others. */
        @Override
        public Path getPath(String first, String... more) {
            return files.getPath(first, more);
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            return files.getPathMatcher(pattern);
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            return files.getUserPrincipalLookupService();
        }

        @Override
        public WatchService newWatchService() {
            throw new UnsupportedOperationException();
        }
    }
}

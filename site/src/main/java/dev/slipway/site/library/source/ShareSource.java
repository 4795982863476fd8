package dev.slipway.site.library.source;

import com.hierynomus.msdtyp.AccessMask;
import com.hierynomus.msfscc.FileAttributes;
import com.hierynomus.msfscc.fileinformation.FileAllInformation;
import com.hierynomus.msfscc.fileinformation.FileIdBothDirectoryInformation;
import com.hierynomus.mssmb2.SMB2CreateDisposition;
import com.hierynomus.mssmb2.SMB2ShareAccess;
import com.hierynomus.smbj.share.DiskShare;
import com.hierynomus.smbj.share.File;
import dev.slipway.content.FileSource;
import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file or folder on a share that the system has not mounted, over SMB 2 or 3. */
final class ShareSource implements Source {
    private static final int DEEPEST = 128;
    private final UncPath at;
    private final ShareConnection connection;
    private final Path work;

    /**
     * @param account who opens it; null: nobody, as a guest
     * @param work folder for files on their way to the share
     */
    ShareSource(UncPath at, @Nullable OpenedAccount account, Path work) {
        this.at = at;
        this.work = work;
        this.connection = new ShareConnection(at, account);
    }

    @Override
    public String name() {
        return at.toString();
    }

    @Override
    public String lastName() {
        return at.lastName();
    }

    @Override
    public boolean isFolder() throws IOException {
        return connection.call(
                at,
                share -> share.getFileInformation(at.inShare())
                        .getStandardInformation()
                        .isDirectory());
    }

    @Override
    public FileSource file() throws IOException {
        if (isFolder()) {
            throw LocalSource.notAFile(at.toString());
        }
        return new ShareFile(at);
    }

    @Override
    public List<String> names() throws IOException {
        return connection.call(at, share -> share.list(at.inShare())).stream()
                .map(FileIdBothDirectoryInformation::getFileName)
                .toList();
    }

    @Override
    public List<SourceFileEntry> files() throws IOException, InterruptedException {
        if (!isFolder()) {
            throw LocalSource.notAFolder(at.toString());
        }
        List<SourceFileEntry> files = new ArrayList<>();
        collect(at, "", 0, files);
        files.sort(Comparator.comparing(SourceFileEntry::path));
        return files;
    }

    private void collect(UncPath folder, String prefix, int depth, List<SourceFileEntry> files)
            throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Listing " + at + " was interrupted");
        }
        if (depth > DEEPEST) {
            throw new SourceException("source-not-plain", folder + " lies more than " + DEEPEST + " folders deep.");
        }
        List<FileIdBothDirectoryInformation> entries = connection.call(folder, share -> share.list(folder.inShare()));
        for (FileIdBothDirectoryInformation entry : entries) {
            String name = entry.getFileName();
            if (name.equals(".") || name.equals("..")) {
                continue;
            }
            UncPath place = below(folder, name);
            if (is(entry, FileAttributes.FILE_ATTRIBUTE_REPARSE_POINT)) {
                throw new SourceException("source-not-plain", place + " is a link. Put the file itself there.");
            }
            if (is(entry, FileAttributes.FILE_ATTRIBUTE_DIRECTORY)) {
                collect(place, prefix + name + "/", depth + 1, files);
            } else {
                FileSource.Stamp stamp = new FileSource.Stamp(
                        entry.getEndOfFile(),
                        entry.getLastWriteTime().toInstant(),
                        Long.toHexString(entry.getFileId()));
                files.add(new SourceFileEntry(prefix + name, stamp, new ShareFile(place)));
                Sources.refuseTooMany(at.toString(), files.size());
            }
        }
    }

    /** The server names its files; what it says is checked like anything from the network. */
    private static UncPath below(UncPath folder, String name) throws SourceException {
        if (name.isEmpty() || name.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ')) {
            throw new SourceException("source-not-plain", folder + " holds a file whose name cannot be used.");
        }
        return folder.resolve(name);
    }

    private static boolean is(FileIdBothDirectoryInformation entry, FileAttributes attribute) {
        return (entry.getFileAttributes() & attribute.getValue()) != 0;
    }

    @Override
    public String write(List<String> names, boolean replace, Writing writing) throws IOException, InterruptedException {
        UncPath target = isFolder() ? at : at.parent();
        for (String one : names) {
            target = target.resolve(one);
        }
        UncPath goal = target;
        if (!replace && connection.call(goal, share -> share.fileExists(goal.inShare()))) {
            throw LocalSource.exists(goal.toString());
        }
        Path made = Files.createTempDirectory(work, "share-");
        Path file = made.resolve("file");
        try {
            writing.write(file);
            new ShareUpload(connection).put(file, goal, replace);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(made);
        }
        return goal.toString();
    }

    @Override
    public void close() {
        connection.close();
    }

    private final class ShareFile implements FileSource {
        private final UncPath place;

        ShareFile(UncPath place) {
            this.place = place;
        }

        @Override
        public String name() {
            return place.toString();
        }

        @Override
        public Stamp stamp() throws IOException {
            FileAllInformation all = connection.call(place, share -> share.getFileInformation(place.inShare()));
            if (all.getStandardInformation().isDirectory()) {
                throw new IOException("it is not a file");
            }
            return new Stamp(
                    all.getStandardInformation().getEndOfFile(),
                    all.getBasicInformation().getLastWriteTime().toInstant(),
                    Long.toHexString(all.getInternalInformation().getIndexNumber()));
        }

        @Override
        public ReadAt open() throws IOException {
            return new ShareReader(this, place, connection);
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /** Others may read, write and delete it meanwhile: a change is found by its stamp. */
    static File open(DiskShare share, UncPath place) {
        return share.openFile(
                place.inShare(),
                EnumSet.of(AccessMask.GENERIC_READ),
                null,
                EnumSet.allOf(SMB2ShareAccess.class),
                SMB2CreateDisposition.FILE_OPEN,
                null);
    }
}

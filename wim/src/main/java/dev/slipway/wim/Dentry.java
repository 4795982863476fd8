package dev.slipway.wim;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A file or folder of an image: one name of it, if hard links give it several. */
public final class Dentry {
    public static final int ATTRIBUTE_READ_ONLY = 0x1;
    public static final int ATTRIBUTE_HIDDEN = 0x2;
    public static final int ATTRIBUTE_SYSTEM = 0x4;
    public static final int ATTRIBUTE_DIRECTORY = 0x10;
    public static final int ATTRIBUTE_ARCHIVE = 0x20;
    public static final int ATTRIBUTE_NORMAL = 0x80;
    public static final int ATTRIBUTE_SPARSE = 0x200;
    public static final int ATTRIBUTE_REPARSE_POINT = 0x400;
    public static final int ATTRIBUTE_COMPRESSED = 0x800;
    public static final int ATTRIBUTE_ENCRYPTED = 0x4000;

    public static final int REPARSE_MOUNT_POINT = 0xa0000003;
    public static final int REPARSE_SYMLINK = 0xa000000c;

    /** The security id of a file without a security descriptor. */
    public static final int NO_SECURITY = -1;

    private final DentryFields fields;
    private final List<Stream> streams;
    private final List<Dentry> children;

    /**
     * A stream of a file.
     *
     * @param name empty for the data of the file itself and for the reparse point
     * @param sha1 of its content; zero if it is empty
     */
    public record Stream(Kind kind, String name, Sha1 sha1) {
        public enum Kind {
            DATA,
            REPARSE_POINT,
            /** All streams of an encrypted file, in the form in which Windows backs them up. */
            ENCRYPTED
        }
    }

    Dentry(DentryFields fields, List<Stream> streams, List<Dentry> children) {
        this.fields = fields;
        this.streams = List.copyOf(streams);
        this.children = Collections.unmodifiableList(children);
    }

    /** Empty for the root of an image. */
    public String name() {
        return fields.name();
    }

    /** The name in the 8.3 form, or empty. */
    public String shortName() {
        return fields.shortName();
    }

    /** The FILE_ATTRIBUTE bits of Windows. */
    public int attributes() {
        return fields.attributes();
    }

    public boolean isDirectory() {
        return (attributes() & ATTRIBUTE_DIRECTORY) != 0;
    }

    public boolean isReparsePoint() {
        return (attributes() & ATTRIBUTE_REPARSE_POINT) != 0;
    }

    public boolean isEncrypted() {
        return (attributes() & ATTRIBUTE_ENCRYPTED) != 0;
    }

    public Instant created() {
        return FileTimes.toInstant(fields.creationTicks());
    }

    public Instant accessed() {
        return FileTimes.toInstant(fields.accessTicks());
    }

    public Instant modified() {
        return FileTimes.toInstant(fields.writeTicks());
    }

    /** Files with the same number other than 0 are the same file; always 0 for reparse points. */
    public long hardLinkGroup() {
        return isReparsePoint() ? 0 : fields.linkOrReparse();
    }

    /** The kind of reparse point; 0 if the file is none. */
    public int reparseTag() {
        return isReparsePoint() ? (int) fields.linkOrReparse() : 0;
    }

    /** Index into the image's security descriptors, or {@link #NO_SECURITY}. */
    public int securityId() {
        return fields.securityId();
    }

    /** Data (empty streams included), reparse point and named streams, in the order of the file. */
    public List<Stream> streams() {
        return streams;
    }

    /** SHA-1 of the file's own data; zero if there is none. */
    public Sha1 dataSha1() {
        return streams.stream()
                .filter(stream ->
                        stream.kind() == Stream.Kind.DATA && stream.name().isEmpty())
                .map(Stream::sha1)
                .findFirst()
                .orElse(Sha1.ZERO);
    }

    public Optional<Stream> reparsePoint() {
        return streams.stream()
                .filter(stream -> stream.kind() == Stream.Kind.REPARSE_POINT)
                .findFirst();
    }

    /** In the order of the file. */
    public List<Dentry> children() {
        return children;
    }

    /**
     * The bytes after the names, padding included: tagged items such as object ids and UNIX owners. Empty for most
     * files.
     */
    public byte[] taggedItems() {
        return fields.taggedItems().clone();
    }

    /** Owner and mode of a file that came from a UNIX file system, if they were captured. */
    public Optional<UnixData> unixData() {
        return UnixData.find(fields.taggedItems());
    }

    @Override
    public String toString() {
        return name();
    }
}

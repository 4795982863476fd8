package dev.slipway.wim;

import java.io.IOException;

/** A WIM could not be read. The message says what is wrong, where, and what to do next; the code is stable. */
public final class WimException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for programs. */
    public enum Code {
        /** The file does not begin with a WIM header. */
        NOT_A_WIM,
        /** The file ends before something that its header or blob table names. */
        TRUNCATED,
        /** A table, the metadata or compressed data contradicts the format. */
        CORRUPT,
        /** The file is an encrypted ESD: its resources cannot be read without Microsoft's key. */
        ENCRYPTED,
        /** The file is one part of a split WIM. */
        SPLIT_PART,
        UNSUPPORTED_VERSION,
        UNSUPPORTED_COMPRESSION,
        /** Reading needs more memory than this program has been given. */
        TOO_LARGE,
        NO_SUCH_IMAGE,
        NO_SUCH_PATH,
        /** A blob's data does not have the SHA-1 that the blob table names. */
        HASH_MISMATCH,
        /** A part of the file does not have the SHA-1 that the integrity table names. */
        INTEGRITY_MISMATCH,
        /** An image names a blob that the file does not hold. */
        MISSING_BLOB,
        /** A solid resource cannot be copied into a pipable WIM. */
        SOLID,
        /** The folder to extract into exists and is not empty, or a file is in the way. */
        TARGET_EXISTS,
        /** The volume of the file to be written has too little room. */
        NO_SPACE,
        /** A name in the image cannot be a name on this file system. */
        UNSAFE_NAME
    }

    private final Code code;

    public WimException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public WimException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    static WimException corrupt(String message) {
        return new WimException(Code.CORRUPT, message);
    }
}

package dev.slipway.site.library;

import dev.slipway.content.ContentError;
import dev.slipway.content.ContentException;
import dev.slipway.site.FullDisk;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.source.SourceException;
import dev.slipway.wim.WimException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;

/** Why a source cannot be taken in: the failures of the modules below as refusals with the API's codes. */
public final class SourceRefusal {
    private SourceRefusal() {}

    static SlipwayException of(Object source, WimException e) {
        String code = switch (e.code()) {
            case NOT_A_WIM -> "wim-not-a-wim";
            case TRUNCATED -> "wim-truncated";
            case ENCRYPTED -> "wim-encrypted";
            case SPLIT_PART -> "wim-split";
            case UNSUPPORTED_VERSION, UNSUPPORTED_COMPRESSION -> "wim-unsupported";
            case TOO_LARGE -> "wim-too-large";
            case NO_SUCH_IMAGE -> "wim-index-not-found";
            case TARGET_EXISTS -> "target-exists";
            case NO_SPACE -> "target-full";
            case CORRUPT, HASH_MISMATCH, INTEGRITY_MISMATCH, MISSING_BLOB, NO_SUCH_PATH, SOLID, UNSAFE_NAME ->
                "wim-corrupt";
        };
        return new SlipwayException(code, 422, source + ": " + e.getMessage(), e);
    }

    /**
     * Whatever a source or the store may fail with.
     *
     * @throws InterruptedException when that is what the failure is
     */
    public static SlipwayException of(Object path, IOException e) throws InterruptedException {
        return switch (e) {
            case InterruptedIOException interrupted -> {
                InterruptedException stop = new InterruptedException("Reading " + path + " was interrupted");
                stop.initCause(interrupted);
                throw stop;
            }
            case SourceException known -> known.refusal();
            case ContentException failed when failed.getCause() instanceof SourceException known -> known.refusal();
            case ContentException failed -> of(failed);
            case WimException damaged -> of(path, damaged);
            default -> unforeseen(path, e);
        };
    }

    private static SlipwayException unforeseen(Object path, IOException e) {
        if (FullDisk.isCauseOf(e)) {
            return new SlipwayException(
                    "store-full",
                    422,
                    "The site's disk is full: " + e.getMessage() + ". Nothing was added; make room and try again.",
                    e);
        }
        return new SlipwayException(
                ContentError.SOURCE_UNREADABLE.code(),
                422,
                path + " cannot be read: " + reason(e) + ". Nothing was added; try again.",
                e);
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException gone
                ? gone.getFile() + " is not there any more"
                : String.valueOf(e.getMessage());
    }

    public static SlipwayException of(ContentException e) {
        return new SlipwayException(code(e.error()), 422, String.valueOf(e.getMessage()), e);
    }

    static SlipwayException encrypted(Object source) {
        return new SlipwayException(
                "wim-encrypted",
                422,
                source
                        + " is an encrypted ESD; Slipway cannot read it. Convert it to a WIM first, or take install.wim.");
    }

    public static SlipwayException changed(Object source) {
        return new SlipwayException(
                ContentError.SOURCE_CHANGED.code(),
                422,
                source + " changed while it was read. Nothing was added. Try again when nobody writes to it.");
    }

    private static String code(ContentError error) {
        return switch (error) {
            case OUT_OF_SPACE -> "store-full";
            case SOURCE_UNREADABLE,
                    SOURCE_CHANGED,
                    STORE_IN_USE,
                    STORE_UNWRITABLE,
                    STORE_DAMAGED,
                    CONTENT_UNKNOWN,
                    FILE_UNKNOWN,
                    PACK_UNKNOWN,
                    DOCUMENT_INVALID,
                    TRANSFER_FAILED,
                    EXPORT_FAILED,
                    BASE_MISSING -> error.code();
        };
    }
}

package dev.slipway.site.library;

import dev.slipway.content.ContentError;
import dev.slipway.content.ContentException;
import dev.slipway.site.SlipwayException;
import dev.slipway.wim.WimException;

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

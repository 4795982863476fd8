package dev.slipway.content;

/** What can go wrong with content; the code is stable and stands in the API, in events and in logs. */
public enum ContentError {
    SOURCE_UNREADABLE("content-source-unreadable"),
    SOURCE_CHANGED("content-source-changed"),
    OUT_OF_SPACE("content-out-of-space"),
    STORE_IN_USE("content-store-in-use"),
    STORE_UNWRITABLE("content-store-unwritable"),
    STORE_DAMAGED("content-store-damaged"),
    CONTENT_UNKNOWN("content-unknown"),
    FILE_UNKNOWN("content-file-unknown"),
    PACK_UNKNOWN("content-pack-unknown"),
    DOCUMENT_INVALID("content-document-invalid"),
    TRANSFER_FAILED("content-transfer-failed"),
    EXPORT_FAILED("content-export-failed"),
    /** A prestaged content file leaves out blocks that the store lacks. */
    BASE_MISSING("content-base-missing");

    private final String code;

    ContentError(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}

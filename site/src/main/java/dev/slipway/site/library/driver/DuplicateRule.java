package dev.slipway.site.library.driver;

/** What becomes of a driver that the library has already (DRV-1). */
public enum DuplicateRule {
    /** It gets the new categories beside those it has. */
    APPEND_CATEGORIES,
    /** It keeps the categories it has. It still joins the driver packages of the import. */
    KEEP_CATEGORIES,
    /** It gets the new categories instead of those it has. */
    OVERWRITE_CATEGORIES,
    /** It is left alone. */
    DO_NOT_IMPORT
}

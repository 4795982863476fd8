package dev.slipway.windows;

/** A catalog's signature does not hold; the message says why, and continues a sentence about the catalog. */
public final class CatalogException extends Exception {
    private static final long serialVersionUID = 1L;

    CatalogException(String message) {
        super(message);
    }

    CatalogException(String message, Throwable cause) {
        super(message, cause);
    }
}

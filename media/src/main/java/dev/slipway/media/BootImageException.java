package dev.slipway.media;

/** A boot image could not be built. The code is stable; the message names the object and what to do next. */
public final class BootImageException extends Exception {
    private final String code;

    public BootImageException(String code, String message) {
        super(message);
        this.code = code;
    }

    public BootImageException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Stable, lower-case with hyphens, for example {@code tool-missing}. */
    public String code() {
        return code;
    }
}

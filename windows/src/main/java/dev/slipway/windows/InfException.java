package dev.slipway.windows;

import java.io.IOException;

/** A driver's INF file contradicts the format, or is larger than any that exists. The message says what is wrong and where. */
public final class InfException extends IOException {
    private static final long serialVersionUID = 1L;

    public InfException(String message) {
        super(message);
    }
}

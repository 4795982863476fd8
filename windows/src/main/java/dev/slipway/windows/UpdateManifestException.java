package dev.slipway.windows;

import org.jspecify.annotations.Nullable;

/** A file is no manifest of an update package; the message says why. */
public final class UpdateManifestException extends Exception {
    private static final long serialVersionUID = 1;

    UpdateManifestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

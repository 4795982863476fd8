package dev.slipway.content;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Content could not be added, found, read or fetched. The message says what happened, to which object, and what to do next. */
public final class ContentException extends IOException {
    private final ContentError error;

    public ContentException(ContentError error, String message) {
        this(error, message, null);
    }

    public ContentException(ContentError error, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    public ContentError error() {
        return error;
    }
}

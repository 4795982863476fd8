package dev.slipway.site.library.source;

import dev.slipway.site.SlipwayException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A source cannot be opened or read. The message says which, why, and what to do next. */
public final class SourceException extends IOException {
    private final String code;

    SourceException(String code, String message) {
        this(code, message, null);
    }

    SourceException(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Stable: {@code source-not-found}, {@code source-account-refused}… */
    public String code() {
        return code;
    }

    /** Whether everything else of the source fails as well, since nobody answers. */
    public boolean isLost() {
        return switch (code) {
            case "source-unreachable", "source-account-refused", "source-share-not-found" -> true;
            default -> false;
        };
    }

    /** As the API and operations tell it. */
    public SlipwayException refusal() {
        return new SlipwayException(code, 422, String.valueOf(getMessage()), this);
    }
}

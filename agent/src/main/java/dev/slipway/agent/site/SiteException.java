package dev.slipway.agent.site;

import java.io.IOException;

/** The site refused a request; its code says why (RFC 9457 with Slipway's codes). */
public final class SiteException extends IOException {
    private final int status;
    private final String code;

    SiteException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** HTTP status, 400 to 599. */
    public int status() {
        return status;
    }

    /** For example {@code machine-not-approved}; empty when the answer was no problem document. */
    public String code() {
        return code;
    }

    /** Whether the same request may succeed later: the site is overloaded or restarting. */
    public boolean isPassing() {
        return status >= 500 || status == 429;
    }
}

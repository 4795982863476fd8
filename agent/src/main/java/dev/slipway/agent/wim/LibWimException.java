package dev.slipway.agent.wim;

import java.io.IOException;

/** libwim refused or failed; {@link #errorCode} is one of its documented numbers. */
public final class LibWimException extends IOException {
    /** {@code WIMLIB_ERR_ABORTED_BY_PROGRESS}: our own progress function asked to stop. */
    static final int ABORTED = 76;

    private final int errorCode;

    LibWimException(int errorCode, String message) {
        super(message);
        this.errorCode = errorCode;
    }

    /** Returns the number of libwim's error, always above 0. */
    public int errorCode() {
        return errorCode;
    }
}

package dev.slipway.point;

import java.io.IOException;

/** The site answered a request with an error. */
final class SiteRefusal extends IOException {
    private final int status;
    private final String code;

    SiteRefusal(int status, String code, String detail) {
        super("The site answered " + status + " " + code + ": " + detail);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}

package dev.slipway.site;

import java.util.Locale;

/** A volume without room is told in words only, by the system as by the databases. */
public final class FullDisk {
    public static final String CODE = "disk-full";

    private FullDisk() {}

    /** Whether a failure came of a volume without room. */
    public static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (said.contains("no space left on device")
                    || said.contains("disk is full")
                    || said.contains("disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }
}

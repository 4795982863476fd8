package dev.slipway.site.library;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether updates can be added to an image that lies in the library (IMG-9).
 *
 * @param reason for people; says what to do instead when they cannot
 */
public record OfflineServicing(State state, String reason) {
    /** What is known of it. */
    public enum State {
        /** Its updates are packages that can be added offline. */
        SUPPORTED,
        /** Its updates come as deltas of the Unified Update Platform, for which offline servicing was withdrawn. */
        UNIFIED_UPDATES,
        /** It is no Windows. */
        NOT_WINDOWS,
        /** The WIM does not say which Windows it is. */
        UNKNOWN
    }

    /** Windows 11 22H2, the first that gets its updates through the Unified Update Platform. */
    private static final long FIRST_CLIENT = 22_621;
    /** Windows Server 2025. */
    private static final long FIRST_SERVER = 26_100;

    private static final Pattern VERSION = Pattern.compile("(\\d{1,5})\\.\\d{1,5}\\.(\\d{1,9})(?:\\..*)?");

    static OfflineServicing of(
            @Nullable String osVersion, @Nullable String installationType, @Nullable String productType) {
        if (osVersion == null) {
            return installationType == null && productType == null
                    ? new OfflineServicing(
                            State.NOT_WINDOWS,
                            "The WIM says nothing of a Windows in it, so there is nothing to service.")
                    : unknown();
        }
        Matcher matcher = VERSION.matcher(osVersion);
        if (!matcher.matches()) {
            return unknown();
        }
        boolean server = startsWith(installationType, "Server") || startsWith(productType, "Server");
        boolean unified = Long.parseLong(matcher.group(1)) >= 10
                && Long.parseLong(matcher.group(2)) >= (server ? FIRST_SERVER : FIRST_CLIENT);
        return unified
                ? new OfflineServicing(
                        State.UNIFIED_UPDATES,
                        "Windows " + osVersion
                                + " gets its updates through the Unified Update Platform, as deltas that rest on one another; adding them to an image offline is not supported. "
                                + "Import this month's refreshed medium instead.")
                : new OfflineServicing(
                        State.SUPPORTED,
                        "Windows " + osVersion
                                + " gets its updates as packages that can be added offline. This version of Slipway does not do that yet.");
    }

    private static OfflineServicing unknown() {
        return new OfflineServicing(State.UNKNOWN, "The WIM does not say which version of Windows it holds.");
    }

    private static boolean startsWith(@Nullable String text, String start) {
        return text != null && text.regionMatches(true, 0, start, 0, start.length());
    }
}

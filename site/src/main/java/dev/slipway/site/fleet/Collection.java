package dev.slipway.site.fleet;

import java.time.Instant;

/**
 * A set of devices that deployments and variables are aimed at.
 *
 * @param builtIn fills itself and cannot be changed (COL-4)
 * @param variablePriority 1 to 9; where a device is in several collections, the variable of the highest wins (VAR-2)
 * @param memberCount devices in it now
 */
public record Collection(
        String id,
        String name,
        String comment,
        boolean builtIn,
        int variablePriority,
        long memberCount,
        Instant createdAt) {

    /** Every device that the site knows. */
    public static final String ALL_SYSTEMS = "SMS00001";

    /** Machines that registered by themselves and have no operating system from this site yet (PXE-4). */
    public static final String ALL_UNKNOWN_COMPUTERS = "SMS000US";
}

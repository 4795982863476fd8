package dev.slipway.wim;

/** The fixed part of a directory entry as it lies in the file. Times are steps of 100 nanoseconds since 1601. */
record DentryFields(
        String name,
        String shortName,
        int attributes,
        int securityId,
        long creationTicks,
        long accessTicks,
        long writeTicks,
        long linkOrReparse,
        byte[] taggedItems) {}

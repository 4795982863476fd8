package dev.slipway.site.access.scope;

import java.time.Instant;

/**
 * A set of objects that accounts are let to.
 *
 * @param accounts how many have it
 * @param objects how many are in it; those that are gone not counted
 */
public record SecurityScope(
        String id, String name, String description, boolean builtIn, long accounts, long objects, Instant createdAt) {
    /** Whoever has it sees every object; no object is in it. */
    public static final String ALL = "SMS00ALL";
    /** Of objects whose creator sees all. */
    public static final String DEFAULT = "SMS00UNA";
}

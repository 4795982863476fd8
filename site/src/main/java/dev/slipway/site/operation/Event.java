package dev.slipway.site.operation;

import java.time.Instant;

/**
 * Something changed. The object itself is read by its address.
 *
 * @param number counts up; gaps are possible
 * @param subject the object's identifier
 */
public record Event(long number, Instant time, String topic, String subject, Change change) {
    public enum Change {
        CREATED,
        CHANGED,
        DELETED
    }
}

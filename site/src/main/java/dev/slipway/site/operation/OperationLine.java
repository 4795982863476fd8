package dev.slipway.site.operation;

import java.time.Instant;

/** One line of an operation's log. @param number counts up, with gaps */
public record OperationLine(long number, Instant time, String text) {}

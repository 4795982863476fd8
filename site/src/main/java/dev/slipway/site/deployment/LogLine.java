package dev.slipway.site.deployment;

import java.time.Instant;

/** A line of a run's log. @param number counts up within the run @param step position; 0 outside of any step */
public record LogLine(long number, Instant time, int step, String text) {}

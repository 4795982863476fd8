package dev.slipway.protocol;

import java.time.Instant;

/** A short-lived token, worth nothing without the key it is bound to. */
public record Token(String value, Instant expiresAt) {}

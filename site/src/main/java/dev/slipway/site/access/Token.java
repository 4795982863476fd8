package dev.slipway.site.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A token of the API, without its text. @param name what it is for */
public record Token(
        String id,
        String name,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt) {}

package dev.slipway.site.access;

import dev.slipway.site.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Somebody who may log in. */
public record Account(
        String name, Role role, Instant createdAt, @Nullable Instant lastLoginAt) {}

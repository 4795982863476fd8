package dev.slipway.site.library.source;

import java.time.Instant;

/** Who may read a source on a share. Its password is never shown again. @param domain empty: the server's own */
public record SourceAccount(String name, String userName, String domain, Instant changedAt) {}

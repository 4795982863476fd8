package dev.slipway.site.library;

/** Names another object. */
public record Reference(String id, String name) {}

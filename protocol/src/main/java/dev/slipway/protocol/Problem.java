package dev.slipway.protocol;

/** An error as RFC 9457 describes it, with Slipway's stable {@code code}. */
public record Problem(String type, String title, int status, String detail, String code) {}

package dev.slipway.protocol;

/**
 * A server asks to become a distribution point.
 *
 * @param code the join code's secret half; works once and for a while
 * @param publicKey Ed25519 key as base64 of its X.509 SubjectPublicKeyInfo; signs this and all later requests
 */
public record PointJoin(String code, String publicKey, String name, PointAddress address, String version) {}

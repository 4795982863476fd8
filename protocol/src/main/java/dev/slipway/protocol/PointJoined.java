package dev.slipway.protocol;

/**
 * The server is a distribution point now.
 *
 * @param ticketKey with which it checks tickets: the site's public Ed25519 key as base64 of its X.509 SubjectPublicKeyInfo
 */
public record PointJoined(String pointId, String siteCode, String ticketKey) {}

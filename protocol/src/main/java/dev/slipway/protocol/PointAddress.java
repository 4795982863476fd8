package dev.slipway.protocol;

/**
 * Where machines reach a distribution point.
 *
 * @param contentUrl plain HTTP, as {@link ContentTicket.Place#url}
 * @param tlsUrl the same over TLS
 * @param tlsPin SHA-256 of the point's certificate in hex
 */
public record PointAddress(String contentUrl, String tlsUrl, String tlsPin) {}

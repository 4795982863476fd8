package dev.slipway.protocol;

import java.time.Instant;
import java.util.List;

/**
 * Opens the packs of one content for one machine for a while.
 *
 * @param baseUrls where packs lie, best first; a pack is at {@code <baseUrl>/<pack>?<query>}
 */
public record ContentTicket(List<String> baseUrls, String query, Instant expiresAt) {
    public ContentTicket {
        baseUrls = List.copyOf(baseUrls);
    }
}

package dev.slipway.protocol;

import java.time.Instant;
import java.util.List;

/**
 * Opens one content at every place that holds it, for one machine or point and for a while.
 *
 * @param places where it lies, best first
 * @param query what is appended to each address, without the question mark
 */
public record ContentTicket(List<Place> places, String query, Instant expiresAt) {
    public ContentTicket {
        places = List.copyOf(places);
    }

    /**
     * A folder of content behind a web server: {@code <url>/packs/<pack>.pack}, {@code <url>/extents/<content id>.extents}.
     *
     * @param url without a slash at its end
     * @param pin SHA-256 of the server's certificate in hex; empty for plain HTTP
     * @param name as an administrator calls it, for the log
     */
    public record Place(String url, String pin, String name) {}
}

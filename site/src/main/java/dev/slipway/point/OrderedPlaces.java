package dev.slipway.point;

import dev.slipway.content.ContentSource;
import dev.slipway.content.ContentSources;
import dev.slipway.content.WebFolder;
import dev.slipway.protocol.ContentTicket;
import dev.slipway.protocol.PinnedTrust;
import dev.slipway.protocol.PointOrders;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The places that the newest orders name for a job: the site, other points, plain mirrors. */
final class OrderedPlaces implements ContentSources {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Supplier<PointOrders.Job> order;
    private final Map<ContentTicket.Place, ContentSource> sources = new HashMap<>();

    /** @param order asked each time, since newer orders bring newer tickets */
    OrderedPlaces(Supplier<PointOrders.Job> order) {
        this.order = order;
    }

    @Override
    public synchronized List<ContentSource> inOrder() {
        return order.get().places().stream().map(this::source).toList();
    }

    private ContentSource source(ContentTicket.Place place) {
        return sources.computeIfAbsent(place, this::connect);
    }

    private ContentSource connect(ContentTicket.Place place) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        if (!place.pin().isEmpty()) {
            client.sslContext(PinnedTrust.context(place.pin()));
        }
        return new WebFolder(
                place.name(), place.url(), client.build(), () -> order.get().query());
    }
}

package dev.slipway.agent.content;

import dev.slipway.agent.machine.SiteClock;
import dev.slipway.agent.site.SiteConnection;
import dev.slipway.content.ContentError;
import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.content.ContentSource;
import dev.slipway.content.ContentSources;
import dev.slipway.content.Extents;
import dev.slipway.content.PackId;
import dev.slipway.content.WebFolder;
import dev.slipway.protocol.ContentTicket;
import dev.slipway.protocol.PinnedTrust;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places that hold one content of the run, as its ticket names them. The ticket is renewed before it ends, and with it the order of
 * the places: one that has failed meanwhile, or come nearer, changes its rank.
 */
final class Places implements ContentSources {
    private static final Duration RENEW_BEFORE = Duration.ofMinutes(1);
    /** A dead place shall cost little; over TLS the handshake counts, which a slow machine takes seconds for. */
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private static final Duration CONNECT_TLS = Duration.ofSeconds(20);

    private final SiteConnection site;
    private final SiteClock clock;
    private final String runId;
    private final ContentId content;
    private final Map<ContentTicket.Place, ContentSource> sources = new HashMap<>();
    private @Nullable ContentTicket ticket;

    Places(SiteConnection site, SiteClock clock, String runId, ContentId content) {
        this.site = site;
        this.clock = clock;
        this.runId = runId;
        this.content = content;
    }

    @Override
    public List<ContentSource> inOrder() throws IOException {
        try {
            return ticket().places().stream().map(this::source).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while asking for a ticket");
        }
    }

    private synchronized ContentTicket ticket() throws IOException, InterruptedException {
        ContentTicket current = ticket;
        if (current == null || clock.now().plus(RENEW_BEFORE).isAfter(current.expiresAt())) {
            current = site.ticket(runId, content.hex());
            ticket = current;
        }
        return current;
    }

    private synchronized void forgetTicket() {
        ticket = null;
    }

    private synchronized ContentSource source(ContentTicket.Place place) {
        return sources.computeIfAbsent(place, this::connect);
    }

    private ContentSource connect(ContentTicket.Place place) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(place.pin().isEmpty() ? CONNECT : CONNECT_TLS);
        if (!place.pin().isEmpty()) {
            client.sslContext(PinnedTrust.context(place.pin()));
        }
        return new Place(new WebFolder(place.name(), place.url(), client.build(), new WebFolder.Ticket() {
            @Override
            public String query() throws IOException, InterruptedException {
                return ticket().query();
            }

            @Override
            public void refused() {
                forgetTicket();
            }
        }));
    }

    /** Without an extents file of its own a place mirrors the site's packs, and the site says where in them the blocks lie. */
    private final class Place implements ContentSource {
        private final WebFolder folder;

        Place(WebFolder folder) {
            this.folder = folder;
        }

        @Override
        public String name() {
            return folder.name();
        }

        @Override
        public Extents extents(ContentId wanted) throws IOException {
            try {
                return folder.extents(wanted);
            } catch (ContentException e) {
                if (e.error() != ContentError.CONTENT_UNKNOWN) {
                    throw e;
                }
            }
            try {
                return Extents.decode(site.extents(runId, wanted.hex()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while asking for extents");
            }
        }

        @Override
        public InputStream open(PackId pack, long offset, long length) throws IOException {
            return folder.open(pack, offset, length);
        }
    }
}

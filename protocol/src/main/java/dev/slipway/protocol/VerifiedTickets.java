package dev.slipway.protocol;

import java.security.PublicKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Checks tickets for a place that sees the same one with every range of a pack: a signature is computed once and then remembered. */
public final class VerifiedTickets {
    private static final int REMEMBERED = 1000;

    private final PublicKey site;
    private final Map<Map<String, String>, TicketSignature.Ticket> genuine = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, String>, TicketSignature.Ticket> eldest) {
            return size() > REMEMBERED;
        }
    };

    public VerifiedTickets(PublicKey site) {
        this.site = site;
    }

    /** As {@link TicketSignature#check}. */
    public Optional<TicketSignature.Ticket> check(Map<String, String> query, Instant now) {
        Map<String, String> key = Map.copyOf(query);
        TicketSignature.Ticket known;
        synchronized (genuine) {
            known = genuine.get(key);
        }
        if (known != null) {
            return now.isBefore(known.expiresAt()) ? Optional.of(known) : Optional.empty();
        }
        Optional<TicketSignature.Ticket> checked = TicketSignature.check(site, key, now);
        checked.ifPresent(ticket -> {
            synchronized (genuine) {
                genuine.put(key, ticket);
            }
        });
        return checked;
    }
}

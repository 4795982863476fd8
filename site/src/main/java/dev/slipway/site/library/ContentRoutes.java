package dev.slipway.site.library;

import dev.slipway.content.ContentError;
import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.content.Extent;
import dev.slipway.content.PackId;
import dev.slipway.site.Open;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.listener.ImmutableFile;
import dev.slipway.site.listener.PackedBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Sends packs and extents to machines and distribution points that hold a ticket. */
@Controller
class ContentRoutes {
    private static final int REMEMBERED = 1000;
    private final Content content;
    private final ContentTickets tickets;
    private final TicketBearers bearers;
    /** The packs that a content needs, so that not every range reads its manifest. */
    private final Map<ContentId, Set<PackId>> packs = new ConcurrentHashMap<>();

    ContentRoutes(Content content, ContentTickets tickets, TicketBearers bearers) {
        this.content = content;
        this.tickets = tickets;
        this.bearers = bearers;
    }

    @Open("Opens by a ticket that was given over TLS")
    @GetMapping("/content/packs/{pack}.pack")
    void pack(
            @PathVariable String pack,
            @RequestParam Map<String, String> query,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ContentId opened = opened(query);
        if (!pack.matches("[0-9a-f]{64}")) {
            throw SlipwayException.notFound("pack", "of this name");
        }
        PackId id = new PackId(pack);
        try {
            if (!needs(opened, id)) {
                throw new SlipwayException(
                        "ticket-invalid", 403, "The ticket is for content that does not need this pack.");
            }
            new ImmutableFile(content.store().pack(id), pack, "application/octet-stream").send(request, response);
        } catch (ContentException e) {
            throw refusal(e);
        }
    }

    /** Where the content's blocks lie here, now: packs are rewritten at times, so nobody may keep it. */
    @Open("Opens by a ticket that was given over TLS")
    @GetMapping("/content/extents/{contentId}.extents")
    ResponseEntity<byte[]> extents(
            @PathVariable String contentId,
            @RequestParam Map<String, String> query,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ContentId opened = opened(query);
        if (!opened.hex().equals(contentId)) {
            throw new SlipwayException("ticket-invalid", 403, "The ticket is for another content.");
        }
        try {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .header("Cache-Control", "no-cache")
                    .body(PackedBody.of(
                            request, response, content.store().extents(opened).encode()));
        } catch (ContentException e) {
            throw refusal(e);
        }
    }

    private ContentId opened(Map<String, String> query) {
        return tickets.check(query)
                .filter(ticket -> bearers.isWelcome(ticket.bearer()))
                .map(ticket -> new ContentId(ticket.contentId()))
                .orElseThrow(
                        () -> new SlipwayException(
                                "ticket-invalid",
                                403,
                                "The ticket is not genuine, has expired, or its bearer is not approved any more. Ask for a new one."));
    }

    private static SlipwayException refusal(ContentException e) {
        int status = e.error() == ContentError.STORE_DAMAGED ? 500 : 404;
        return new SlipwayException(e.error().code(), status, String.valueOf(e.getMessage()), e);
    }

    private boolean needs(ContentId opened, PackId pack) throws ContentException {
        Set<PackId> known = packs.get(opened);
        if (known != null && known.contains(pack)) {
            return true;
        }
        // Packs are rewritten now and then: a pack that was not known may be a new one.
        Set<PackId> now = content.store().extents(opened).extents().stream()
                .map(Extent::pack)
                .collect(Collectors.toUnmodifiableSet());
        if (packs.size() > REMEMBERED) {
            packs.clear();
        }
        packs.put(opened, now);
        return now.contains(pack);
    }
}

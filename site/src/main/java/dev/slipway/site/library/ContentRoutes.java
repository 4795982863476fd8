package dev.slipway.site.library;

import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.content.Extent;
import dev.slipway.content.PackId;
import dev.slipway.site.Open;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.listener.ImmutableFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Sends packs to machines that hold a ticket. */
@Controller
class ContentRoutes {
    private static final int REMEMBERED = 1000;
    private final Content content;
    private final ContentTickets tickets;
    /** The packs that a content needs, so that not every range reads its manifest. */
    private final Map<ContentId, Set<PackId>> packs = new ConcurrentHashMap<>();

    ContentRoutes(Content content, ContentTickets tickets) {
        this.content = content;
        this.tickets = tickets;
    }

    @Open("Opens by a ticket that a machine got over TLS")
    @GetMapping("/content/packs/{pack}.pack")
    void pack(
            @PathVariable String pack,
            @RequestParam(required = false) @Nullable Long machine,
            @RequestParam(name = "content", required = false) @Nullable String contentId,
            @RequestParam(required = false) @Nullable Long expires,
            @RequestParam(required = false) @Nullable String proof,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ContentId opened = tickets.check(machine, contentId, expires, proof)
                .orElseThrow(() -> new SlipwayException(
                        "ticket-invalid", 403, "The ticket is not genuine or has expired. Ask for a new one."));
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
            throw new SlipwayException(e.error().code(), 404, String.valueOf(e.getMessage()), e);
        }
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

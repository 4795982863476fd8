package dev.slipway.site.machine;

import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.protocol.ContentTicket;
import dev.slipway.site.Open;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.deployment.MachineRuns;
import dev.slipway.site.distribution.Places;
import dev.slipway.site.fleet.Device;
import dev.slipway.site.library.Content;
import dev.slipway.site.library.ContentTickets;
import dev.slipway.site.listener.Addresses;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Content for a machine: only what its active run refers to. */
@RestController
@RequestMapping(MachineGate.BASE + "/runs/{run}/content/{contentId}")
@Open("Machines prove themselves, see MachineGate")
class MachineContentRoutes {
    private final MachineRuns runs;
    private final Content content;
    private final ContentTickets tickets;
    private final Places places;
    private final Addresses addresses;

    MachineContentRoutes(
            MachineRuns runs, Content content, ContentTickets tickets, Places places, Addresses addresses) {
        this.runs = runs;
        this.content = content;
        this.tickets = tickets;
        this.places = places;
        this.addresses = addresses;
    }

    @GetMapping("/manifest")
    ResponseEntity<byte[]> manifest(
            @RequestAttribute(MachineGate.DEVICE) Device device,
            @PathVariable String run,
            @PathVariable String contentId) {
        ContentId id = allowed(device, run, contentId);
        try {
            return binary(content.store().manifest(id).encode());
        } catch (ContentException e) {
            throw broken(id, e);
        }
    }

    @GetMapping("/extents")
    ResponseEntity<byte[]> extents(
            @RequestAttribute(MachineGate.DEVICE) Device device,
            @PathVariable String run,
            @PathVariable String contentId) {
        ContentId id = allowed(device, run, contentId);
        try {
            return binary(content.store().extents(id).encode());
        } catch (ContentException e) {
            throw broken(id, e);
        }
    }

    @PostMapping("/ticket")
    ResponseEntity<byte[]> ticket(
            @RequestAttribute(MachineGate.DEVICE) Device device,
            @PathVariable String run,
            @PathVariable String contentId,
            HttpServletRequest request) {
        Set<String> packages = runs.requireContent(device, run, contentId);
        String site = addresses.contentUrl(request) + "/content";
        List<ContentTicket.Place> found = places.of(request.getRemoteAddr(), contentId, packages, site);
        ContentTickets.Issued issued =
                tickets.issue(ContentTickets.machine(device.id()), new ContentId(contentId), ContentTickets.LIFETIME);
        return MachineRoutes.json(new ContentTicket(found, issued.query(), issued.expiresAt()));
    }

    private ContentId allowed(Device device, String run, String contentId) {
        runs.requireContent(device, run, contentId);
        return new ContentId(contentId);
    }

    private static SlipwayException broken(ContentId id, ContentException e) {
        return new SlipwayException(
                e.error().code(), 500, "Content " + id + " cannot be read from the store: " + e.getMessage(), e);
    }

    private static ResponseEntity<byte[]> binary(byte[] bytes) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(bytes);
    }
}

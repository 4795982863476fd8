package dev.slipway.site.distribution;

import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.PointJoin;
import dev.slipway.protocol.PointReport;
import dev.slipway.site.Open;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.Body;
import dev.slipway.site.library.Content;
import dev.slipway.site.listener.Addresses;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The point protocol, see docs/architecture.md. */
@RestController
@RequestMapping(PointGate.BASE)
@Open("Points prove themselves, see PointGate")
class PointRoutes {
    private final JoinCodes codes;
    private final PointReports reports;
    private final Points points;
    private final Content content;
    private final Addresses addresses;

    PointRoutes(JoinCodes codes, PointReports reports, Points points, Content content, Addresses addresses) {
        this.codes = codes;
        this.reports = reports;
        this.points = points;
        this.content = content;
        this.addresses = addresses;
    }

    @PostMapping("/join")
    ResponseEntity<byte[]> join(@RequestAttribute(PointGate.BODY) byte[] body) {
        return json(codes.join(Body.decode(body, PointJoin.class)));
    }

    @PostMapping("/report")
    ResponseEntity<byte[]> report(
            @RequestAttribute(PointGate.POINT) String point,
            @RequestAttribute(PointGate.BODY) byte[] body,
            HttpServletRequest request) {
        PointReport report = Body.decode(body, PointReport.class);
        return json(reports.report(point, report, addresses.contentUrl(request) + "/content"));
    }

    @GetMapping("/content/{contentId}/manifest")
    ResponseEntity<byte[]> manifest(@RequestAttribute(PointGate.POINT) String point, @PathVariable String contentId) {
        points.requireContent(point, contentId);
        try {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .body(content.store().manifest(new ContentId(contentId)).encode());
        } catch (ContentException e) {
            throw new SlipwayException(e.error().code(), 404, String.valueOf(e.getMessage()), e);
        }
    }

    /** The manifest and more, said by means of the version that the point holds as far as the site knows. */
    @GetMapping("/content/{contentId}/update")
    ResponseEntity<byte[]> update(@RequestAttribute(PointGate.POINT) String point, @PathVariable String contentId) {
        points.requireContent(point, contentId);
        String base = points.presentContent(point, contentId)
                .orElseThrow(() -> SlipwayException.notFound("content", "an earlier version at this point"));
        try {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .body(content.store().updateFrom(new ContentId(base), new ContentId(contentId)));
        } catch (ContentException e) {
            throw new SlipwayException(e.error().code(), 404, String.valueOf(e.getMessage()), e);
        }
    }

    private static ResponseEntity<byte[]> json(Object value) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(Json.encode(value));
    }
}

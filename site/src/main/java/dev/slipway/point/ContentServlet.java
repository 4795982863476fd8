package dev.slipway.point;

import dev.slipway.content.ContentId;
import dev.slipway.content.Extents;
import dev.slipway.content.PackId;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.Problem;
import dev.slipway.protocol.TicketSignature;
import dev.slipway.protocol.VerifiedTickets;
import dev.slipway.site.listener.ImmutableBytes;
import dev.slipway.site.listener.ImmutableFile;
import dev.slipway.site.listener.PackedBody;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Packs and extents for those who hold a ticket, boot files for every machine, and the point's health for its own machine. There is
 * nothing else here.
 */
final class ContentServlet extends HttpServlet {
    private static final Pattern PACK = Pattern.compile("/content/packs/([0-9a-f]{64})\\.pack");
    private static final Pattern EXTENTS = Pattern.compile("/content/extents/([0-9a-f]{64})\\.extents");
    private static final Pattern BOOT = Pattern.compile("/boot/([0-9a-f]{64})/(vmlinuz|initrd\\.img)");
    private static final String BINARY = "application/octet-stream";
    private static final String RETRY_AFTER_SECONDS = "60";

    private final transient Holding holding;
    private final transient BootContents boot;
    private final transient VerifiedTickets tickets;
    private final transient InstantSource clock;
    private final transient BooleanSupplier maintenance;
    private final transient Supplier<Object> health;

    /** @param maintenance while true, nobody new is served (DIST-11) */
    ContentServlet(
            Holding holding,
            BootContents boot,
            VerifiedTickets tickets,
            InstantSource clock,
            BooleanSupplier maintenance,
            Supplier<Object> health) {
        this.holding = holding;
        this.boot = boot;
        this.tickets = tickets;
        this.clock = clock;
        this.maintenance = maintenance;
        this.health = health;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        Matcher pack = PACK.matcher(path);
        Matcher extents = EXTENTS.matcher(path);
        Matcher bootFile = BOOT.matcher(path);
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (reads && pack.matches()) {
            sendPack(new PackId(pack.group(1)), request, response);
        } else if (reads && extents.matches()) {
            sendExtents(new ContentId(extents.group(1)), request, response);
        } else if (reads && bootFile.matches()) {
            sendBoot(new ContentId(bootFile.group(1)), bootFile.group(2), request, response);
        } else if (reads && path.equals("/health") && isLocal(request)) {
            send(response, 200, "application/json", Json.encode(health.get()));
        } else {
            refuse(response, 404, "not-found", "There is nothing here.");
        }
    }

    private static boolean isLocal(HttpServletRequest request) {
        return InetAddress.ofLiteral(request.getRemoteAddr()).isLoopbackAddress();
    }

    private void sendPack(PackId pack, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<TicketSignature.Ticket> ticket = admitted(request, response);
        if (ticket.isEmpty()) {
            return;
        }
        Optional<Path> file = holding.pack(new ContentId(ticket.get().contentId()), pack);
        if (file.isEmpty()) {
            refuse(
                    response,
                    404,
                    "content-pack-unknown",
                    "This point has no such pack of this content. Ask for the content's extents anew.");
            return;
        }
        new ImmutableFile(file.get(), pack.hex(), BINARY).send(request, response);
    }

    private void sendExtents(ContentId content, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<TicketSignature.Ticket> ticket = admitted(request, response);
        if (ticket.isEmpty()) {
            return;
        }
        Optional<Extents> extents =
                ticket.get().contentId().equals(content.hex()) ? holding.extents(content) : Optional.empty();
        if (extents.isEmpty()) {
            refuse(response, 404, "content-unknown", "This point does not hold this content.");
            return;
        }
        // They change when packs are rewritten.
        response.setHeader("Cache-Control", "no-cache");
        send(
                response,
                200,
                BINARY,
                PackedBody.of(request, response, extents.get().encode()));
    }

    private void sendBoot(ContentId content, String path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (refusedInMaintenance(response)) {
            return;
        }
        Optional<ImmutableBytes> file = boot.find(content, path);
        if (file.isPresent()) {
            file.get().send(request, response);
        } else {
            refuse(response, 404, "boot-file-unknown", "This point gives machines no such boot image.");
        }
    }

    private boolean refusedInMaintenance(HttpServletResponse response) throws IOException {
        boolean refused = maintenance.getAsBoolean();
        if (refused) {
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
            refuse(response, 503, "point-in-maintenance", "This point is in maintenance mode. Use another one.");
        }
        return refused;
    }

    /** @return none when the request has been refused */
    private Optional<TicketSignature.Ticket> admitted(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (refusedInMaintenance(response)) {
            return Optional.empty();
        }
        Map<String, String> query = new HashMap<>();
        for (String name : new String[] {"bearer", "content", "expires", "signature"}) {
            String value = request.getParameter(name);
            if (value != null) {
                query.put(name, value);
            }
        }
        Optional<TicketSignature.Ticket> ticket = tickets.check(query, clock.instant());
        if (ticket.isEmpty()) {
            refuse(
                    response,
                    403,
                    "ticket-invalid",
                    "The ticket is missing, not genuine or expired. Ask the site for a new one.");
        }
        return ticket;
    }

    private static void refuse(HttpServletResponse response, int status, String code, String detail)
            throws IOException {
        Problem problem = new Problem("about:blank", "Refused", status, detail, code);
        send(response, status, "application/problem+json", Json.encode(problem));
    }

    private static void send(HttpServletResponse response, int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}

package dev.slipway.site.machine;

import dev.slipway.protocol.RequestSignature;
import dev.slipway.site.ProblemAdvice;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.fleet.Device;
import dev.slipway.site.fleet.DeviceKey;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands before every route of the machine protocol. But for {@code register} and {@code token}, which prove the key themselves, nothing passes
 * without a token of an approved machine and a fresh proof, over the body's bytes, that this machine holds its key.
 */
@Component
@Order(MachineGate.AFTER_SECURITY)
class MachineGate extends OncePerRequestFilter {
    static final int AFTER_SECURITY = 0;
    /** Request attribute: the body's bytes. */
    static final String BODY = "slipway.machine.body";
    /** Request attribute: the {@link Device} that the request comes from. */
    static final String DEVICE = "slipway.machine.device";

    static final String BASE = "/machine/v1";

    private final Tokens tokens;
    private final UsedProofs usedProofs;
    private final Clock clock;
    private final JsonMapper json;

    MachineGate(Tokens tokens, UsedProofs usedProofs, Clock clock, JsonMapper json) {
        this.tokens = tokens;
        this.usedProofs = usedProofs;
        this.clock = clock;
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/machine");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            admit(request);
        } catch (SlipwayException e) {
            response.setStatus(e.status());
            response.setContentType("application/problem+json");
            response.getOutputStream()
                    .write(json.writeValueAsBytes(ProblemAdvice.body(e.status(), e.code(), e.detail(), e.errors())));
            return;
        }
        chain.doFilter(request, response);
    }

    private void admit(HttpServletRequest request) throws IOException {
        String path = request.getRequestURI();
        if (path.equals(BASE + "/register") || path.equals(BASE + "/token")) {
            request.setAttribute(BODY, body(request));
            return;
        }
        String header = request.getHeader("Authorization");
        String token = header != null && header.startsWith("Bearer ") ? header.substring(7) : "";
        // The token comes before the body: who has none cannot make the site read megabytes.
        Device device = tokens.deviceOf(token);
        if (!device.admits()) {
            throw notApproved(device.name() + " is not approved. Register again and wait for an administrator.");
        }
        byte[] body = body(request);
        requireProof(request, device.publicKey(), body, token);
        tokens.seen(device, request.getRemoteAddr());
        request.setAttribute(BODY, body);
        request.setAttribute(DEVICE, device);
    }

    /** @param key base64 of the public key whose owner must have signed the request */
    void requireProof(HttpServletRequest request, String key, byte[] body, String token) {
        String proof = request.getHeader(RequestSignature.HEADER);
        String query = request.getQueryString();
        String address = request.getRequestURI() + (query == null ? "" : "?" + query);
        boolean proved = proof != null
                && RequestSignature.verify(
                        DeviceKey.decode(key), proof, request.getMethod(), address, clock.instant(), body, token);
        if (!proved) {
            throw new SlipwayException(
                    "proof-invalid",
                    401,
                    "The request's proof is missing, older than " + RequestSignature.TOLERANCE.toMinutes()
                            + " minutes, or not made with this machine's key. Set the clock by this answer's Date and try again.");
        }
        if (!usedProofs.use(proof, clock.instant())) {
            throw new SlipwayException(
                    "proof-used", 401, "This proof was used before. Sign the request anew to repeat it.");
        }
    }

    static SlipwayException notApproved(String detail) {
        return new SlipwayException("machine-not-approved", 403, detail);
    }

    private static byte[] body(HttpServletRequest request) throws IOException {
        int most = mostBytes(request.getRequestURI());
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(most + 1);
            if (body.length > most) {
                throw tooLarge(most);
            }
            return body;
        }
    }

    private static SlipwayException tooLarge(int most) {
        return new SlipwayException("request-too-large", 413, "The body of this request may have " + most + " bytes.");
    }

    private static int mostBytes(String path) {
        if (path.endsWith("/state")) {
            return 4 << 20;
        }
        return path.endsWith("/events") ? 1 << 20 : 64 << 10;
    }
}

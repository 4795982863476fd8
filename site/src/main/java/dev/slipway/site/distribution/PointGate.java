package dev.slipway.site.distribution;

import dev.slipway.protocol.PointJoin;
import dev.slipway.site.ProblemAdvice;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.Body;
import dev.slipway.site.access.RequestProofs;
import dev.slipway.site.fleet.DeviceKey;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Stands before every route of the point protocol: nothing passes without a fresh proof that the point holds its key. */
@Component
@Order(PointGate.AFTER_SECURITY)
class PointGate extends OncePerRequestFilter {
    static final int AFTER_SECURITY = 0;
    static final String BASE = "/point/v1";
    static final String HEADER = "Slipway-Point";
    /** Request attribute: the body's bytes. */
    static final String BODY = "slipway.point.body";
    /** Request attribute: the point's identifier. */
    static final String POINT = "slipway.point.id";

    private static final int MOST_BYTES = 4 << 20;
    private final Points points;
    private final RequestProofs proofs;
    private final Clock clock;
    private final JsonMapper json;
    /** Proofs that were used before are forgotten at a start, so older ones are not taken. */
    private volatile Instant started;

    PointGate(Points points, RequestProofs proofs, Clock clock, JsonMapper json) {
        this.points = points;
        this.proofs = proofs;
        this.clock = clock;
        this.json = json;
        this.started = clock.instant();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/point/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            admit(request);
        } catch (SlipwayException e) {
            ProblemAdvice.write(response, json, e);
            return;
        }
        chain.doFilter(request, response);
    }

    private void admit(HttpServletRequest request) throws IOException {
        if (request.getRequestURI().equals(BASE + "/join")) {
            byte[] body = RequestProofs.body(request, 64 << 10);
            PointJoin join = Body.decode(body, PointJoin.class);
            prove(request, join.publicKey(), body);
            request.setAttribute(BODY, body);
            return;
        }
        @Nullable String id = request.getHeader(HEADER);
        if (id == null) {
            throw new SlipwayException("proof-invalid", 401, "The header " + HEADER + " is missing.");
        }
        String key = points.publicKey(id);
        byte[] body = RequestProofs.body(request, MOST_BYTES);
        prove(request, key, body);
        request.setAttribute(BODY, body);
        request.setAttribute(POINT, id);
    }

    private void prove(HttpServletRequest request, String key, byte[] body) {
        try {
            proofs.require(request, DeviceKey.decode(key), body, "");
        } catch (IllegalArgumentException e) {
            throw new SlipwayException("request-invalid", 400, "publicKey is no Ed25519 key.", e);
        }
        Instant now = clock.instant();
        if (now.isBefore(started)) {
            // The clock was set back. Without this no point could report until that time has passed once more.
            started = now.minus(dev.slipway.protocol.RequestSignature.TOLERANCE);
        }
        @Nullable String proof = request.getHeader(dev.slipway.protocol.RequestSignature.HEADER);
        if (proof == null || Long.parseLong(proof.substring(0, proof.indexOf('.'))) < started.toEpochMilli()) {
            throw new SlipwayException(
                    "proof-invalid", 401, "The proof is older than the site's start. Sign the request anew.");
        }
    }
}

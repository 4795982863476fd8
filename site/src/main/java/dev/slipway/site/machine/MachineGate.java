package dev.slipway.site.machine;

import dev.slipway.site.ProblemAdvice;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.RequestProofs;
import dev.slipway.site.fleet.Device;
import dev.slipway.site.fleet.DeviceKey;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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
    private final RequestProofs proofs;
    private final JsonMapper json;

    MachineGate(Tokens tokens, RequestProofs proofs, JsonMapper json) {
        this.tokens = tokens;
        this.proofs = proofs;
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
            ProblemAdvice.write(response, json, e);
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
        proofs.require(request, DeviceKey.decode(key), body, token);
    }

    static SlipwayException notApproved(String detail) {
        return new SlipwayException("machine-not-approved", 403, detail);
    }

    private static byte[] body(HttpServletRequest request) throws IOException {
        return RequestProofs.body(request, mostBytes(request.getRequestURI()));
    }

    private static int mostBytes(String path) {
        if (path.endsWith("/state")) {
            return 4 << 20;
        }
        return path.endsWith("/events") ? 1 << 20 : 64 << 10;
    }
}

package dev.slipway.site.access;

import dev.slipway.protocol.RequestSignature;
import dev.slipway.site.SlipwayException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.security.PublicKey;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Whether a request was made now, once, and by the owner of a key. */
@Component
public class RequestProofs {
    private final UsedProofs used;
    private final Clock clock;

    RequestProofs(UsedProofs used, Clock clock) {
        this.used = used;
        this.clock = clock;
    }

    /** @throws SlipwayException 401 {@code proof-invalid}, {@code proof-used} */
    public void require(HttpServletRequest request, PublicKey key, byte[] body, String token) {
        String proof = request.getHeader(RequestSignature.HEADER);
        String query = request.getQueryString();
        String address = request.getRequestURI() + (query == null ? "" : "?" + query);
        boolean proved = proof != null
                && RequestSignature.verify(key, proof, request.getMethod(), address, clock.instant(), body, token);
        if (!proved) {
            throw new SlipwayException(
                    "proof-invalid",
                    401,
                    "The request's proof is missing, older than " + RequestSignature.TOLERANCE.toMinutes()
                            + " minutes, or not made with this machine's key. Set the clock by this answer's Date and try again.");
        }
        if (!used.use(proof, clock.instant())) {
            throw new SlipwayException(
                    "proof-used", 401, "This proof was used before. Sign the request anew to repeat it.");
        }
    }

    /** @throws SlipwayException 413 {@code request-too-large} */
    public static byte[] body(HttpServletRequest request, int mostBytes) throws IOException {
        if (request.getContentLengthLong() > mostBytes) {
            throw tooLarge(mostBytes);
        }
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(mostBytes + 1);
            if (body.length > mostBytes) {
                throw tooLarge(mostBytes);
            }
            return body;
        }
    }

    private static SlipwayException tooLarge(int most) {
        return new SlipwayException("request-too-large", 413, "The body of this request may have " + most + " bytes.");
    }
}

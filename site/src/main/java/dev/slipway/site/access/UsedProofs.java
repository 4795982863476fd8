package dev.slipway.site.access;

import dev.slipway.protocol.RequestSignature;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Proofs that were accepted and would be accepted again, so that a recorded request cannot be repeated. They are kept in memory: a start of the site
 * ends all tokens of machines, and with them every proof made before; distribution points' proofs from before it are refused.
 */
@Component
class UsedProofs {
    private final Map<String, Instant> used = new ConcurrentHashMap<>();

    /** @param proof a genuine one @return false when it was used before */
    boolean use(String proof, Instant now) {
        // The longest life: made five minutes ahead, accepted until five minutes after.
        return used.putIfAbsent(proof, now.plus(RequestSignature.TOLERANCE.multipliedBy(2))) == null;
    }

    @Scheduled(fixedDelayString = "PT1M")
    void forgetExpired() {
        Instant now = Instant.now();
        used.values().removeIf(now::isAfter);
    }
}

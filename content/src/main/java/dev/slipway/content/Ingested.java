package dev.slipway.content;

import java.util.Map;
import java.util.Optional;

/**
 * What an ingest did.
 *
 * @param content the content version, now in the store
 * @param sizeBytes the sum of the files' sizes
 * @param newBytes what the store lacked and now holds in the new pack
 * @param pack the new pack; none when the store had every block
 * @param sha256ByPath each file's SHA-256 in lower-case hexadecimal, by its path in the content
 */
public record Ingested(
        ContentId content, long sizeBytes, long newBytes, Optional<PackId> pack, Map<String, String> sha256ByPath) {
    public Ingested {
        sha256ByPath = Map.copyOf(sha256ByPath);
    }
}

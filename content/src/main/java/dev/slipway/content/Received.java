package dev.slipway.content;

import java.util.List;
import java.util.Map;

/**
 * What receiving a content did.
 *
 * @param fetchedBytes that the sources gave in this call
 * @param bytesBySource the same for each source that gave any, by its name
 * @param mended blocks that were there before but damaged, and were fetched again
 */
public record Received(
        ContentId content, long fetchedBytes, Map<String, Long> bytesBySource, List<DamagedBlock> mended) {
    public Received {
        bytesBySource = Map.copyOf(bytesBySource);
        mended = List.copyOf(mended);
    }
}

package dev.slipway.site.library;

import dev.slipway.site.SlipwayException;

/**
 * How an image may travel by multicast (IMG-8). Only the boot environment receives by multicast.
 *
 * @param allowed whether it may
 * @param encrypted whether its packets are encrypted; without, who listens on the wire can read them
 * @param only whether it may travel in no other way
 */
public record MulticastOptions(boolean allowed, boolean encrypted, boolean only) {
    static final MulticastOptions NONE = new MulticastOptions(false, false, false);

    /** @throws SlipwayException 422 {@code multicast-not-allowed} */
    void check() {
        if (!allowed && (encrypted || only)) {
            throw new SlipwayException(
                    "multicast-not-allowed",
                    422,
                    (encrypted ? "Encrypting multicast" : "Transferring only by multicast")
                            + " needs that the image may be transferred by multicast at all. Allow that too.");
        }
    }
}

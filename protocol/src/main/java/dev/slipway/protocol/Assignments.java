package dev.slipway.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the site has for a machine.
 *
 * @param languageFolder decimal LCID of the language in which the machine speaks (BOOT-7); empty: the boot image's own
 * @param resume the run that this machine has begun and not ended, if any; it comes before every offer
 */
public record Assignments(
        String machineName, List<Offer> offers, @Nullable RunPolicy resume, String languageFolder) {

    public Assignments {
        offers = List.copyOf(offers);
        // JSON of an older site has none.
        languageFolder = languageFolder == null ? "" : languageFolder;
    }

    /** Required runs by itself, available is offered in the menu (DEP-2). */
    public enum Purpose {
        REQUIRED,
        AVAILABLE
    }

    /** One deployment that this machine may start now. */
    public record Offer(
            String deploymentId, String sequenceId, String sequenceName, String description, Purpose purpose) {}
}

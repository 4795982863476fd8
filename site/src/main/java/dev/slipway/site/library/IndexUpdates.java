package dev.slipway.site.library;

import java.util.List;

/**
 * The updates in one image of a WIM (IMG-6).
 *
 * @param name of the image
 * @param problem why they are not known; empty when they are
 */
public record IndexUpdates(int index, String name, String problem, List<PresentUpdate> updates) {
    public IndexUpdates {
        updates = List.copyOf(updates);
    }
}

package dev.slipway.windows;

import java.util.List;

/**
 * A device that a driver is for: an entry of a models section.
 *
 * @param manufacturer as the section Manufacturer names it
 * @param description the device's name
 * @param hardwareId empty for a device that is only chosen by hand
 * @param compatibleIds the other identifiers of the entry
 * @param osVersion the least Windows version and build, such as {@code 10.0.16299}; empty for any
 * @param installSection that says what to do, without decoration
 */
public record DriverModel(
        String manufacturer,
        String description,
        String hardwareId,
        List<String> compatibleIds,
        DriverArchitecture architecture,
        String osVersion,
        String installSection) {
    public DriverModel {
        compatibleIds = List.copyOf(compatibleIds);
    }
}

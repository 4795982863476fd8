package dev.slipway.site.library.driver;

import java.util.List;

/**
 * A device that a driver is for.
 *
 * @param osVersion the least Windows version, such as {@code 10.0.16299}; empty for any
 */
public record DriverDevice(
        String manufacturer,
        String description,
        String hardwareId,
        List<String> compatibleIds,
        String architecture,
        String osVersion) {
    public DriverDevice {
        compatibleIds = List.copyOf(compatibleIds);
    }
}

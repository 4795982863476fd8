package dev.slipway.site.library.driver;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.site.library.PackageUser;
import java.util.List;

/** A driver with its devices, its files and what refers to it. */
public record DriverDetails(
        @JsonUnwrapped Driver driver, List<DriverDevice> devices, List<File> files, List<PackageUser> usedBy) {
    public DriverDetails {
        devices = List.copyOf(devices);
        files = List.copyOf(files);
        usedBy = List.copyOf(usedBy);
    }

    /** A file of the driver's content. */
    public record File(String path, long sizeBytes) {}
}

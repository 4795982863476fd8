package dev.slipway.site.library.driver;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.site.library.StoredPackage;
import java.util.List;

/**
 * A driver of the library.
 *
 * @param inf its INF file's name
 * @param driverDate ISO 8601, empty if not told
 * @param signed a catalog that the INF file names lies beside it, and each that does holds a signature that is right and lists the INF file as it is
 * @param signer who signed and, in parentheses, who vouches for that name; empty if not signed, or if it was imported before signatures were checked
 * @param signatureProblem why it is not signed; empty if it is
 * @param bootCritical Windows may need it to start from its disk
 * @param enabled Auto Apply Drivers takes it (DRV-3)
 * @param missing files that the INF file names and the source did not have
 * @param packages identifiers of the driver packages it is in
 */
public record Driver(
        @JsonUnwrapped StoredPackage shared,
        String inf,
        String provider,
        String deviceClass,
        String classGuid,
        String driverDate,
        String driverVersion,
        boolean signed,
        String signer,
        String signatureProblem,
        boolean bootCritical,
        boolean extension,
        boolean enabled,
        List<String> architectures,
        int deviceCount,
        List<String> missing,
        List<String> categories,
        List<String> packages) {
    public Driver {
        architectures = List.copyOf(architectures);
        missing = List.copyOf(missing);
        categories = List.copyOf(categories);
        packages = List.copyOf(packages);
    }

    @JsonIgnore
    public String id() {
        return shared.id();
    }

    @JsonIgnore
    public String name() {
        return shared.name();
    }
}

package dev.slipway.site.library.driver;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.site.library.PackageUser;
import dev.slipway.site.library.StoredPackage;
import java.util.List;

/**
 * A driver package: drivers that are deployed together (DRV-4).
 *
 * @param model of the computers that it is for; their manufacturer is the package's
 * @param members by name
 * @param warning empty, or why the package is not as it should be
 */
public record DriverPackage(
        @JsonUnwrapped StoredPackage shared,
        String model,
        List<Member> members,
        String warning,
        List<PackageUser> usedBy) {
    /** More are slow to install on a machine. */
    static final int RECOMMENDED_MEMBERS = 500;

    public DriverPackage {
        members = List.copyOf(members);
        usedBy = List.copyOf(usedBy);
    }

    static DriverPackage of(StoredPackage shared, String model, List<Member> members, List<PackageUser> usedBy) {
        String warning = members.size() < RECOMMENDED_MEMBERS
                ? ""
                : "The package holds " + members.size() + " drivers; fewer than " + RECOMMENDED_MEMBERS
                        + " are recommended. Make one for each model.";
        return new DriverPackage(shared, model, members, warning, usedBy);
    }

    /** Members came or went, and the content does not follow before its distribution points are updated (DRV-1). */
    DriverPackage behind() {
        String behind = "Its content does not hold the same drivers yet. Update its distribution points.";
        return new DriverPackage(shared, model, members, warning.isEmpty() ? behind : warning + " " + behind, usedBy);
    }

    /** A driver of a package. */
    public record Member(
            String id, String name, String deviceClass, String driverVersion, String architectures, boolean enabled) {}

    @JsonIgnore
    public String id() {
        return shared.id();
    }

    @JsonIgnore
    public String name() {
        return shared.name();
    }
}

package dev.slipway.site.console;

import dev.slipway.site.distribution.ContentStatus;
import dev.slipway.site.library.PackageDetails;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.PackageUser;
import dev.slipway.site.library.PackageVersion;
import dev.slipway.site.library.StoredPackage;
import dev.slipway.site.library.source.SourceAccount;
import java.util.List;
import java.util.stream.Stream;

/**
 * The properties that every content object has, as its page shows them (section 1 of the behaviour specification).
 *
 * @param path of the object's page
 * @param open the tab that shows
 * @param tabs of this object: its own between those that all have
 * @param places where its content is or shall be
 * @param elsewhere points, groups and collections that do not have it
 */
public record PackageTabs(
        PackageDetails details,
        String path,
        String open,
        List<Tab> tabs,
        List<PackageVersion> versions,
        List<SourceAccount> accounts,
        List<ContentStatus.AtPoint> places,
        List<Target> elsewhere) {

    public static final String GENERAL = "general";
    public static final String SOURCE = "source";
    public static final String DISTRIBUTION = "distribution";
    public static final String LOCATIONS = "locations";
    public static final String VERSIONS = "versions";
    public static final String SECURITY = "security";

    /** @param id stands in the address; empty for the first */
    public record Tab(String id, String label) {}

    /** Where content can be sent. @param id {@code point:…}, {@code group:…} or {@code collection:…} */
    public record Target(String id, String name, String hint) {}

    private static final List<Tab> AFTER = List.of(
            new Tab(SOURCE, "Data Source"),
            new Tab(DISTRIBUTION, "Distribution Settings"),
            new Tab(LOCATIONS, "Content Locations"),
            new Tab(VERSIONS, "Versions"),
            new Tab(SECURITY, "Security"));

    static List<Tab> around(List<Tab> own) {
        return Stream.of(List.of(new Tab(GENERAL, "General")), own, AFTER)
                .flatMap(List::stream)
                .toList();
    }

    /** Where the page of a package stands. */
    public static String path(PackageType type, String id) {
        return list(type) + "/" + id;
    }

    static String list(PackageType type) {
        return switch (type) {
            case OS_IMAGE -> "/images";
            case OS_UPGRADE_PACKAGE -> "/upgrade-packages";
            case BOOT_IMAGE -> "/boot-images";
            case DRIVER -> "/drivers";
            case DRIVER_PACKAGE -> "/driver-packages";
            case SOFTWARE_PACKAGE -> "/packages";
            case APPLICATION -> "/applications";
            case CLIENT_PACKAGE -> "/client-packages";
        };
    }

    public StoredPackage shared() {
        return details.shared();
    }

    public List<PackageUser> usedBy() {
        return details.usedBy();
    }

    /** The page of what refers to it; empty when it has none. */
    public static String to(PackageUser user) {
        return switch (user.kind()) {
            case "task sequence" -> "/task-sequences/" + user.id();
            case "driver package" -> path(PackageType.DRIVER_PACKAGE, user.id());
            default -> "";
        };
    }

    public String to(String tab) {
        return tab.equals(GENERAL) ? path : path + "?tab=" + tab;
    }

    /** Where the forms of the shared tabs go. */
    public String action(String verb) {
        return "/objects/" + shared().type().name() + "/" + shared().id() + "/" + verb;
    }

    /** A form that somebody fills in must not be taken away by an event, so only some tabs are live. */
    Live live(String topic) {
        return switch (open) {
            case LOCATIONS -> Live.on("distribution", topic);
            case VERSIONS -> Live.about(shared().id(), topic);
            default -> Live.NONE;
        };
    }

    public boolean isOpen(String tab) {
        return open.equals(tab);
    }
}

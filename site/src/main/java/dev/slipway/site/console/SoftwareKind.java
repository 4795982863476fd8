package dev.slipway.site.console;

import dev.slipway.site.library.PackageType;
import java.util.List;

/** Applications and packages have the same pages; this is how they differ. */
public enum SoftwareKind {
    APPLICATION(
            PackageType.APPLICATION,
            Section.APPLICATIONS,
            "/applications",
            "application",
            "Add an application",
            "Deployment type"),
    PACKAGE(PackageType.SOFTWARE_PACKAGE, Section.PACKAGES, "/packages", "package", "Add a package", "Program");

    private final PackageType type;
    private final Section section;
    private final String path;
    private final String noun;
    private final String addTitle;
    private final String part;

    SoftwareKind(PackageType type, Section section, String path, String noun, String addTitle, String part) {
        this.type = type;
        this.section = section;
        this.path = path;
        this.noun = noun;
        this.addTitle = addTitle;
        this.part = part;
    }

    PackageType type() {
        return type;
    }

    public Section section() {
        return section;
    }

    public String path() {
        return path;
    }

    public String noun() {
        return noun;
    }

    String addTitle() {
        return addTitle;
    }

    /** What its content is run by. */
    public String part() {
        return part;
    }

    List<String> steps() {
        return List.of("General", "Content", part, "Summary");
    }

    public boolean isApplication() {
        return this == APPLICATION;
    }

    /** @param path the last word of the address, as the controllers' pattern lets through */
    static SoftwareKind of(String path) {
        return APPLICATION.path.equals("/" + path) ? APPLICATION : PACKAGE;
    }
}

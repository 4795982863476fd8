package dev.slipway.site.console;

/** The entries of the console's navigation, in their order. */
public enum Section {
    OVERVIEW(Group.TOP, "Overview", "/"),
    IMAGES(Group.LIBRARY, "Images", "/images"),
    UPGRADE_PACKAGES(Group.LIBRARY, "Upgrade packages", "/upgrade-packages"),
    BOOT_IMAGES(Group.LIBRARY, "Boot images", "/boot-images"),
    DRIVERS(Group.LIBRARY, "Drivers", "/drivers"),
    DRIVER_PACKAGES(Group.LIBRARY, "Driver packages", "/driver-packages"),
    APPLICATIONS(Group.LIBRARY, "Applications", "/applications"),
    PACKAGES(Group.LIBRARY, "Packages", "/packages"),
    SEQUENCES(Group.LIBRARY, "Task sequences", "/task-sequences"),
    CONTENT_STATUS(Group.DISTRIBUTION, "Content status", "/content-status"),
    POINTS(Group.DISTRIBUTION, "Distribution points", "/distribution-points"),
    POINT_GROUPS(Group.DISTRIBUTION, "Point groups", "/point-groups"),
    BOUNDARY_GROUPS(Group.DISTRIBUTION, "Boundary groups", "/boundary-groups"),
    DEVICES(Group.DEPLOY, "Devices", "/devices"),
    COLLECTIONS(Group.DEPLOY, "Collections", "/collections"),
    DEPLOYMENTS(Group.DEPLOY, "Deployments", "/deployments"),
    RUNS(Group.DEPLOY, "Runs", "/runs"),
    OPERATIONS(Group.SITE, "Operations", "/operations"),
    SOURCE_ACCOUNTS(Group.SITE, "Source accounts", "/source-accounts"),
    SETTINGS(Group.SITE, "Settings", "/settings"),
    ACCOUNT(Group.SITE, "Account", "/account");

    /** A heading above some entries. */
    private enum Group {
        TOP(""),
        LIBRARY("Library"),
        DISTRIBUTION("Distribution"),
        DEPLOY("Deploy"),
        SITE("Site");

        private final String label;

        Group(String label) {
            this.label = label;
        }
    }

    private final Group group;
    private final String label;
    private final String path;

    Section(Group group, String label, String path) {
        this.group = group;
        this.label = label;
        this.path = path;
    }

    public String label() {
        return label;
    }

    public String path() {
        return path;
    }

    /** What stands above this entry; empty when it is not the first of its group. */
    public String heading() {
        boolean first = ordinal() == 0 || values()[ordinal() - 1].group != group;
        return first ? group.label : "";
    }
}

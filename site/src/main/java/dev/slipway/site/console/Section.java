package dev.slipway.site.console;

/** The entries of the console's navigation. */
public enum Section {
    OVERVIEW("Overview", "/"),
    RUNS("Runs", "/runs"),
    DEPLOYMENTS("Deployments", "/deployments"),
    DEVICES("Devices", "/devices"),
    COLLECTIONS("Collections", "/collections"),
    IMAGES("Images", "/images"),
    BOOT_IMAGES("Boot images", "/boot-images"),
    SEQUENCES("Task sequences", "/task-sequences"),
    OPERATIONS("Operations", "/operations"),
    SETTINGS("Settings", "/settings"),
    ACCOUNT("Account", "/account");

    private final String label;
    private final String path;

    Section(String label, String path) {
        this.label = label;
        this.path = path;
    }

    public String label() {
        return label;
    }

    public String path() {
        return path;
    }
}

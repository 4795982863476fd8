package dev.slipway.site.library;

/** What a package is; machines see the name as a content's kind. */
public enum PackageType {
    OS_IMAGE("image", "image"),
    OS_UPGRADE_PACKAGE("upgrade package", "upgrade-package"),
    BOOT_IMAGE("boot image", "boot-image"),
    DRIVER("driver", "driver"),
    DRIVER_PACKAGE("driver package", "driver-package"),
    SOFTWARE_PACKAGE("package", "package"),
    APPLICATION("application", "application"),
    CLIENT_PACKAGE("client package", "client-package");

    private final String kind;
    private final String topic;

    PackageType(String kind, String topic) {
        this.kind = kind;
        this.topic = topic;
    }

    /** As people call it: {@code driver package}. */
    public String kind() {
        return kind;
    }

    /** Under which its events are published. */
    public String topic() {
        return topic;
    }
}

package dev.slipway.site.library;

/** What a package is; machines see the name as a content's kind. */
public enum PackageType {
    OS_IMAGE,
    BOOT_IMAGE
}

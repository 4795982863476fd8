package dev.slipway.site.fleet;

/** Whether a machine may talk to the site. */
public enum DeviceState {
    /** Named beforehand, has shown no key yet (COL-6). */
    IMPORTED,
    /** Has registered and waits for an administrator. */
    PENDING,
    APPROVED,
    DENIED
}

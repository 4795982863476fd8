package dev.slipway.site.library.application;

/** With whose rights a command runs. */
public enum RunMode {
    /** The system's own. */
    SYSTEM,
    /** Those of the user who is logged on. */
    USER
}

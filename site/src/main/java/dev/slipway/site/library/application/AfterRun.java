package dev.slipway.site.library.application;

/** What a program does to the machine when it has run. */
public enum AfterRun {
    NOTHING,
    /** The machine must be restarted after it. */
    RESTART,
    /** It restarts the machine itself. */
    RESTARTS_ITSELF,
    LOG_OFF
}

package dev.slipway.sequence;

/** Where a sequence runs at the moment: the boot environment (Windows PE's role), or the installed operating system. */
public enum Environment {
    WINPE,
    FULL_OS
}

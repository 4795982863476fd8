package dev.slipway.protocol;

/** How the machine's firmware starts an operating system. */
public enum Firmware {
    BIOS,
    UEFI
}

package dev.slipway.site.deployment;

import dev.slipway.protocol.Registration.Environment;

/** To whom a deployment is made available (DEP-2). */
public enum AvailableTo {
    CLIENTS,
    CLIENTS_MEDIA_PXE,
    MEDIA_PXE,
    /** Reached only by {@code SMSTSPreferredAdvertID}. */
    MEDIA_PXE_HIDDEN;

    /** Whether a machine that was started from the network or from media may run it. */
    public boolean reachesNetworkBoot() {
        return switch (this) {
            case CLIENTS -> false;
            case CLIENTS_MEDIA_PXE, MEDIA_PXE, MEDIA_PXE_HIDDEN -> true;
        };
    }

    /** @param preferred whether the machine named this very deployment */
    public boolean offeredIn(Environment environment, boolean preferred) {
        return switch (this) {
            case CLIENTS -> environment == Environment.FULL_OS;
            case CLIENTS_MEDIA_PXE -> true;
            case MEDIA_PXE -> environment == Environment.BOOT;
            case MEDIA_PXE_HIDDEN -> environment == Environment.BOOT && preferred;
        };
    }
}

package dev.slipway.agent.step.image;

import dev.slipway.wim.Image;

/** What kind of system an image holds, told from its folders. */
enum TargetSystem {
    WINDOWS,
    LINUX,
    OTHER;

    static TargetSystem of(Image image) {
        if (image.find("/Windows/System32").isPresent()) {
            return WINDOWS;
        }
        boolean linux = image.find("/etc").isPresent() && image.find("/usr").isPresent();
        return linux ? LINUX : OTHER;
    }
}

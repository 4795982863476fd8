package dev.slipway.site.library;

import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import org.springframework.stereotype.Component;

/** Adds a boot image (BOOT-2). */
@Component
class AddBootImage implements OperationWork {
    static final String KIND = "BOOT_IMAGE_ADD";
    private final TakeIn takeIn;
    private final BootImageSource bootImages;

    AddBootImage(TakeIn takeIn, BootImageSource bootImages) {
        this.takeIn = takeIn;
        this.bootImages = bootImages;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String input) throws Exception {
        return takeIn.add(context, bootImages, Addition.decode(input));
    }
}

package dev.slipway.site.library;

import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import org.springframework.stereotype.Component;

/** Adds an operating system image (IMG-2). */
@Component
class AddImage implements OperationWork {
    static final String KIND = "IMAGE_ADD";
    private final TakeIn takeIn;
    private final ImageSource images;

    AddImage(TakeIn takeIn, ImageSource images) {
        this.takeIn = takeIn;
        this.images = images;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String input) throws Exception {
        return takeIn.add(context, images, Addition.decode(input));
    }
}

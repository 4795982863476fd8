package dev.slipway.site.library;

import dev.slipway.protocol.Json;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** Reads a boot image's source folder once more (BOOT-3, Reload); does nothing when that has not changed (DIST-3). */
@Component
class RefreshBootImage implements OperationWork {
    static final String KIND = "BOOT_IMAGE_REFRESH";
    private final BootImages bootImages;
    private final BootImageReplacement replacement;

    RefreshBootImage(BootImages bootImages, BootImageReplacement replacement) {
        this.bootImages = bootImages;
        this.replacement = replacement;
    }

    record Input(String bootImageId) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String input) throws Exception {
        BootImage image = bootImages.get(
                Json.decode(input.getBytes(StandardCharsets.UTF_8), Input.class).bootImageId());
        context.progress(5, "Copying");
        return replacement.replace(context, image.id(), SourcePath.folder(image.sourcePath()), "Reloaded");
    }
}

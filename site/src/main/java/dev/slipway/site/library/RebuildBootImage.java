package dev.slipway.site.library;

import dev.slipway.media.BootImageBuilder;
import dev.slipway.media.BootImageException;
import dev.slipway.media.BootImageRequest;
import dev.slipway.media.InitramfsCompression;
import dev.slipway.protocol.Json;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** BOOT-5: builds a boot image from scratch with the site's own agent and the newest kernel, and puts it in the old one's place. */
@Component
class RebuildBootImage implements OperationWork {
    static final String KIND = "BOOT_IMAGE_REBUILD";
    private final BootImages bootImages;
    private final BootImageCustomizations customizations;
    private final TakeIn takeIn;
    private final BootImageSource source;
    private final SiteAgent agent;
    private final Path work;

    RebuildBootImage(
            BootImages bootImages,
            BootImageCustomizations customizations,
            TakeIn takeIn,
            BootImageSource source,
            SiteAgent agent,
            SlipwayProperties properties) {
        this.bootImages = bootImages;
        this.customizations = customizations;
        this.takeIn = takeIn;
        this.source = source;
        this.agent = agent;
        this.work = properties.data().resolve("boot-build");
    }

    record Input(String bootImageId, InitramfsCompression compression) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String input) throws Exception {
        Input wanted = Json.decode(input.getBytes(StandardCharsets.UTF_8), Input.class);
        BootImage image = bootImages.get(wanted.bootImageId());
        BootImageCustomization customization =
                customizations.details(image.id()).customization();
        agent.require();
        Path folder = work.resolve(image.id());
        delete(work);
        try {
            context.progress(5, "Building");
            new BootImageBuilder(context::log)
                    .build(new BootImageRequest(
                            image.name(),
                            image.version(),
                            folder,
                            agent.folder(),
                            Path.of(System.getProperty("java.home")),
                            BootImageRequest.defaultCache(),
                            wanted.compression(),
                            customization.components(),
                            customization.modules()));
            context.progress(90, "Taking the new files in");
            return takeIn.replace(context, source, image.id(), folder, "Rebuilt");
        } catch (BootImageException e) {
            throw new SlipwayException(e.code(), 422, String.valueOf(e.getMessage()), e);
        } finally {
            delete(work);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}

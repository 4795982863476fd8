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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** BOOT-5: builds a boot image from scratch with the site's own agent and the newest kernel, and puts it in the old one's place. */
@Component
class RebuildBootImage implements OperationWork {
    static final String KIND = "BOOT_IMAGE_REBUILD";
    private static final Logger LOG = LoggerFactory.getLogger(RebuildBootImage.class);
    private final BootImages bootImages;
    private final BootImageCustomizations customizations;
    private final TakeIn takeIn;
    private final BootImageSource source;
    private final SiteAgent agent;
    private final Path work;
    private final Set<Path> building = ConcurrentHashMap.newKeySet();

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
        tidy();
    }

    /** Removes every build that is not going on: those that have ended, and what a site that was killed has left. */
    private void tidy() {
        if (!Files.isDirectory(work)) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(work)) {
            for (Path folder : folders) {
                if (!building.contains(folder)) {
                    delete(folder);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // A program of a killed site's build may still write there; the end of the next build removes it.
            LOG.warn("{} cannot be tidied: {}", work, e.getMessage());
        }
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
        // Of its own: other boot images may be built at the same time.
        Path folder = work.resolve(context.operationId());
        building.add(folder);
        try {
            Files.createDirectories(folder);
            context.progress(5, "Building");
            new BootImageBuilder(context::log)
                    .build(new BootImageRequest(
                            image.name(),
                            image.version(),
                            folder.resolve("bootimage"),
                            agent.folder(),
                            Path.of(System.getProperty("java.home")),
                            BootImageRequest.defaultCache(),
                            wanted.compression(),
                            customization.components(),
                            customization.modules()));
            context.progress(90, "Taking the new files in");
            return takeIn.replace(context, source, image.id(), folder.resolve("bootimage"), "Rebuilt");
        } catch (BootImageException e) {
            throw new SlipwayException(e.code(), 422, String.valueOf(e.getMessage()), e);
        } finally {
            building.remove(folder);
            tidy();
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}

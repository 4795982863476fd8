package dev.slipway.site.library;

import dev.slipway.media.AgentFiles;
import dev.slipway.media.BootImageBuilder;
import dev.slipway.media.InitramfsCompression;
import dev.slipway.protocol.Json;
import dev.slipway.site.Caller;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.Operations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Compares boot images with what the site could build today, and begins to rebuild them (BOOT-5). */
@Component
public class BootImageUpdates {
    private final Database database;
    private final Operations operations;
    private final BootImages bootImages;
    private final BootImageCustomizations customizations;
    private final PackageActions actions;
    private final SiteAgent agent;

    BootImageUpdates(
            Database database,
            Operations operations,
            BootImages bootImages,
            BootImageCustomizations customizations,
            PackageActions actions,
            SiteAgent agent) {
        this.database = database;
        this.operations = operations;
        this.bootImages = bootImages;
        this.customizations = customizations;
        this.actions = actions;
        this.agent = agent;
    }

    public BootImageUpdate compare(String id) {
        BootImage image = bootImages.get(id);
        BootImageDetails details = customizations.details(id);
        Optional<AgentFiles> current = agent.files();
        List<String> reasons = new ArrayList<>();
        current.filter(files -> !files.build().equals(details.agentBuild()))
                .ifPresent(files -> reasons.add("Its agent is another one than the site's."));
        if (!details.customizable()) {
            reasons.add("Its start reads no customisation.");
        }
        if (!new HashSet<>(details.components())
                .equals(new HashSet<>(details.customization().components()))) {
            reasons.add("Its optional components differ from those that were chosen.");
        }
        String obstacle = obstacle();
        return new BootImageUpdate(
                image.kernelVersion(),
                image.agentVersion(),
                details.agentBuild(),
                current.map(AgentFiles::version).orElse(null),
                current.map(AgentFiles::build).orElse(null),
                !reasons.isEmpty(),
                reasons,
                obstacle.isEmpty(),
                obstacle);
    }

    private String obstacle() {
        List<String> missing = BootImageBuilder.missingTools();
        if (!missing.isEmpty()) {
            return "This machine cannot build boot images: install the Debian packages " + String.join(", ", missing)
                    + ".";
        }
        if (!Files.isExecutable(Path.of(System.getProperty("java.home"), "bin", "jlink"))) {
            return "The site runs on a Java runtime without jlink; run it on a whole JDK 25.";
        }
        return agent.files().isEmpty() ? agent.whyNot() : "";
    }

    /** @throws SlipwayException 409 {@code boot-image-cannot-be-built} when tools or the agent are missing */
    public Operation rebuild(String id, InitramfsCompression compression, Caller caller) {
        BootImage image = bootImages.get(id);
        String obstacle = obstacle();
        if (!obstacle.isEmpty()) {
            throw new SlipwayException("boot-image-cannot-be-built", 409, obstacle);
        }
        String json = new String(Json.encode(new RebuildBootImage.Input(id, compression)), StandardCharsets.UTF_8);
        return database.write(handle -> operations.submit(
                handle, RebuildBootImage.KIND, "Rebuild boot image " + image.name(), image.id(), json, caller));
    }

    /** Reads the source folder once more; nothing happens when it has not changed (DIST-3). */
    public Operation refresh(String id, Caller caller) {
        return actions.refresh(bootImages.get(id).id(), false, caller);
    }
}

package dev.slipway.site.library;

import dev.slipway.media.InitramfsCompression;
import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.access.content.NeedsContent;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.OperationRoutes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is in boot images, how they are customised, and when they are rebuilt. */
@RestController
@RequestMapping("/api/v1")
class BootImageDetailRoutes {
    private final BootImageCustomizations customizations;
    private final BootImageUpdates updates;
    private final SequenceBootImages sequences;

    BootImageDetailRoutes(
            BootImageCustomizations customizations, BootImageUpdates updates, SequenceBootImages sequences) {
        this.customizations = customizations;
        this.updates = updates;
        this.sequences = sequences;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/boot-images/{bootImageId}/details")
    BootImageDetails details(@PathVariable String bootImageId) {
        return customizations.details(bootImageId);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PatchMapping("/boot-images/{bootImageId}/customization")
    BootImageDetails customize(@PathVariable String bootImageId, @RequestBody BootImageCustomization.Change change)
            throws InterruptedException {
        return customizations.change(bootImageId, change);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/boot-images/{bootImageId}/update")
    BootImageUpdate compare(@PathVariable String bootImageId) {
        return updates.compare(bootImageId);
    }

    record Rebuild(@Nullable String compression) {
        InitramfsCompression orSmallest() {
            return switch (Objects.requireNonNullElse(compression, "zstd")) {
                case "zstd" -> InitramfsCompression.ZSTD;
                case "lz4" -> InitramfsCompression.LZ4;
                default -> throw SlipwayException.invalid("compression", "zstd or lz4.");
            };
        }
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/boot-images/{bootImageId}/rebuild")
    ResponseEntity<Operation> rebuild(
            @PathVariable String bootImageId, @RequestBody(required = false) @Nullable Rebuild rebuild, Caller caller) {
        Rebuild wanted = rebuild == null ? new Rebuild(null) : rebuild;
        return OperationRoutes.accepted(updates.rebuild(bootImageId, wanted.orSmallest(), caller));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/boot-images/{bootImageId}/refresh")
    ResponseEntity<Operation> refresh(@PathVariable String bootImageId, Caller caller) {
        return OperationRoutes.accepted(updates.refresh(bootImageId, caller));
    }

    /** @param bootImageId left out: the default of a machine's architecture */
    record SequenceBootImage(
            @Nullable String bootImageId, @Nullable String name) {
        static SequenceBootImage of(Optional<BootImage> image) {
            return image.map(found -> new SequenceBootImage(found.id(), found.name()))
                    .orElseGet(() -> new SequenceBootImage(null, null));
        }
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/task-sequences/{sequenceId}/boot-image")
    SequenceBootImage sequenceBootImage(@PathVariable String sequenceId) {
        return SequenceBootImage.of(sequences.get(sequenceId));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PutMapping("/task-sequences/{sequenceId}/boot-image")
    SequenceBootImage setSequenceBootImage(@PathVariable String sequenceId, @RequestBody SequenceBootImage wanted) {
        return SequenceBootImage.of(sequences.set(sequenceId, Objects.requireNonNullElse(wanted.bootImageId(), "")));
    }
}

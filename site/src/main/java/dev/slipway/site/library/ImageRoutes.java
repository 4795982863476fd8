package dev.slipway.site.library;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.access.content.NeedsContent;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.OperationRoutes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/images")
class ImageRoutes {
    private final Images images;
    private final PackageActions actions;
    private final ImageMulticast multicast;

    ImageRoutes(Images images, PackageActions actions, ImageMulticast multicast) {
        this.images = images;
        this.actions = actions;
        this.multicast = multicast;
    }

    record WantedIndex(
            int index, @Nullable String path, @Nullable String name) {}

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @NeedsContent(ContentAccess.READ)
    @PostMapping("/{imageId}/extract")
    ResponseEntity<Operation> extract(@PathVariable String imageId, @RequestBody WantedIndex wanted, Caller caller) {
        return OperationRoutes.accepted(
                actions.extractImage(imageId, wanted.index(), wanted.path(), wanted.name(), caller));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<Image> list(
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String after,
            PackageQuery query) {
        return Page.of(query.of(images.all(), Image::shared), after, limit, Image::id);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping
    ResponseEntity<Operation> add(@RequestBody Addition added, Caller caller) {
        return OperationRoutes.accepted(images.add(added, caller));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{imageId}")
    Image get(@PathVariable String imageId) {
        return images.get(imageId);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PatchMapping("/{imageId}")
    Image change(@PathVariable String imageId, @RequestBody PackageChange change) {
        return images.change(imageId, change);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{imageId}/updates")
    Page<IndexUpdates> updates(@PathVariable String imageId) {
        return Page.whole(images.updates(imageId));
    }

    record WantedMulticast(
            @Nullable Boolean allowed,
            @Nullable Boolean encrypted,
            @Nullable Boolean only) {}

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PutMapping("/{imageId}/multicast")
    Image multicast(@PathVariable String imageId, @RequestBody WantedMulticast wanted) {
        multicast.set(
                imageId,
                new MulticastOptions(
                        Boolean.TRUE.equals(wanted.allowed()),
                        Boolean.TRUE.equals(wanted.encrypted()),
                        Boolean.TRUE.equals(wanted.only())));
        return images.get(imageId);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @DeleteMapping("/{imageId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String imageId) {
        images.delete(imageId);
    }
}

package dev.slipway.site.library;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
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
@RequestMapping("/api/v1/boot-images")
class BootImageRoutes {
    private final BootImages bootImages;

    BootImageRoutes(BootImages bootImages) {
        this.bootImages = bootImages;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<BootImage> list(
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String after) {
        return Page.of(bootImages.all(), after, limit, BootImage::id);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping
    ResponseEntity<Operation> add(@RequestBody Addition added, Caller caller) {
        return OperationRoutes.accepted(bootImages.add(added, caller));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{bootImageId}")
    BootImage get(@PathVariable String bootImageId) {
        return bootImages.get(bootImageId);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PatchMapping("/{bootImageId}")
    BootImage change(@PathVariable String bootImageId, @RequestBody PackageChange change) {
        return bootImages.change(bootImageId, change);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @DeleteMapping("/{bootImageId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String bootImageId) {
        bootImages.delete(bootImageId);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/{bootImageId}/default")
    BootImage makeDefault(@PathVariable String bootImageId) {
        return bootImages.makeDefault(bootImageId);
    }

    record NetworkStart(@Nullable Boolean fromPoints) {}

    /** BOOT-3, Data Source. */
    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PutMapping("/{bootImageId}/network-start")
    BootImage networkStart(@PathVariable String bootImageId, @RequestBody NetworkStart wanted) {
        if (wanted.fromPoints() == null) {
            throw SlipwayException.invalid("fromPoints", "true or false.");
        }
        return bootImages.startFromPoints(bootImageId, wanted.fromPoints());
    }
}

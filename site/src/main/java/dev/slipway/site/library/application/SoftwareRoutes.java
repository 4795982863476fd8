package dev.slipway.site.library.application;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.library.PackageChange;
import dev.slipway.site.library.PackageQuery;
import dev.slipway.site.library.PackageType;
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
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/** What the routes of applications and of packages have in common. */
abstract class SoftwareRoutes {
    private final PackageType type;
    protected final SoftwareLibrary library;

    SoftwareRoutes(PackageType type, SoftwareLibrary library) {
        this.type = type;
        this.library = library;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<Software> list(
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String after,
            PackageQuery query) {
        return Page.of(
                query.of(library.all(type), Software::shared),
                after,
                limit,
                software -> software.shared().id());
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping
    ResponseEntity<Operation> add(@RequestBody NewSoftware added, Caller caller) {
        return OperationRoutes.accepted(library.add(type, added, caller));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{packageId}")
    Software get(@PathVariable String packageId) {
        return library.get(type, packageId);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PatchMapping("/{packageId}")
    Software change(@PathVariable String packageId, @RequestBody PackageChange change) {
        return library.change(type, packageId, change);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @DeleteMapping("/{packageId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String packageId) {
        library.delete(type, packageId);
    }
}

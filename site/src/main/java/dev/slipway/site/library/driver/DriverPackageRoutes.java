package dev.slipway.site.library.driver;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.access.content.NeedsContent;
import dev.slipway.site.library.PackageChange;
import dev.slipway.site.library.PackageQuery;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.OperationRoutes;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/driver-packages")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class DriverPackageRoutes {
    private final DriverPackages packages;

    DriverPackageRoutes(DriverPackages packages) {
        this.packages = packages;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<DriverPackage> list(
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String after,
            PackageQuery query) {
        return Page.of(query.of(packages.all(), DriverPackage::shared), after, limit, DriverPackage::id);
    }

    @PostMapping
    ResponseEntity<DriverPackage> create(@RequestBody DriverPackageDraft wanted, Caller caller) {
        return ResponseEntity.status(HttpStatus.CREATED).body(packages.create(wanted, caller));
    }

    @PostMapping("/import")
    ResponseEntity<Operation> begin(@RequestBody ImportDriverPackage.Input wanted, Caller caller) {
        return OperationRoutes.accepted(packages.begin(wanted, caller));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{driverPackageId}")
    DriverPackage get(@PathVariable String driverPackageId) {
        return packages.get(driverPackageId);
    }

    /** What all packages have in common, and the model. */
    record Change(
            @JsonUnwrapped @Nullable PackageChange shared,
            @Nullable String model) {}

    @PatchMapping("/{driverPackageId}")
    DriverPackage change(@PathVariable String driverPackageId, @RequestBody Change change) {
        return packages.change(
                driverPackageId,
                Objects.requireNonNullElseGet(change.shared(), () -> PackageChange.ofTexts(null, null, null)),
                change.model());
    }

    @DeleteMapping("/{driverPackageId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String driverPackageId) {
        packages.delete(driverPackageId);
    }

    /** @param updatePoints left out: yes */
    record Members(
            @Nullable List<String> add,
            @Nullable List<String> remove,
            @Nullable Boolean updatePoints) {}

    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/{driverPackageId}/members")
    ResponseEntity<?> members(@PathVariable String driverPackageId, @RequestBody Members wanted, Caller caller) {
        Optional<Operation> begun = packages.members(
                driverPackageId,
                Objects.requireNonNullElse(wanted.add(), List.of()),
                Objects.requireNonNullElse(wanted.remove(), List.of()),
                !Boolean.FALSE.equals(wanted.updatePoints()),
                caller);
        return begun.isPresent()
                ? OperationRoutes.accepted(begun.get())
                : ResponseEntity.ok(packages.get(driverPackageId));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @NeedsContent(ContentAccess.READ)
    @GetMapping("/{driverPackageId}/export")
    void export(
            @PathVariable String driverPackageId,
            @RequestParam(defaultValue = "true") boolean content,
            HttpServletResponse response)
            throws IOException {
        DriverPackage exported = packages.get(driverPackageId);
        response.setContentType("application/zip");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + exported.id() + ".zip\"");
        packages.export(exported, content, response.getOutputStream());
    }
}

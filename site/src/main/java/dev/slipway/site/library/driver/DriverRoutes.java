package dev.slipway.site.library.driver;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.library.PackageChange;
import dev.slipway.site.library.PackageQuery;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.OperationRoutes;
import java.util.List;
import java.util.Objects;
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
@RequestMapping("/api/v1/drivers")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class DriverRoutes {
    private final Drivers drivers;

    DriverRoutes(Drivers drivers) {
        this.drivers = drivers;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<Driver> list(
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(name = "class", required = false) @Nullable String deviceClass,
            @RequestParam(required = false) @Nullable String architecture,
            @RequestParam(required = false) @Nullable String category,
            @RequestParam(required = false) @Nullable Boolean signed,
            @RequestParam(required = false) @Nullable Boolean bootCritical,
            @RequestParam(required = false) @Nullable Boolean enabled,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String folder) {
        DriverFilter filter =
                new DriverFilter(search, deviceClass, architecture, category, signed, bootCritical, enabled);
        // The search is the filter's: it looks at devices too.
        PackageQuery query = new PackageQuery(null, sort, folder);
        return Page.of(query.of(drivers.all(filter), Driver::shared), after, limit, Driver::id);
    }

    @PostMapping
    ResponseEntity<Operation> begin(@RequestBody DriverImport wanted, Caller caller) {
        return OperationRoutes.accepted(drivers.begin(wanted, caller));
    }

    @PostMapping("/preview")
    Page<DriverPreview> preview(@RequestBody DriverImport wanted) throws InterruptedException {
        return Page.whole(drivers.preview(wanted));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{driverId}")
    DriverDetails get(@PathVariable String driverId) {
        return drivers.get(driverId);
    }

    @PatchMapping("/{driverId}")
    DriverDetails change(@PathVariable String driverId, @RequestBody PackageChange change) {
        return drivers.change(driverId, change);
    }

    @PostMapping("/{driverId}/enable")
    DriverDetails enable(@PathVariable String driverId) {
        return drivers.enable(driverId, true);
    }

    @PostMapping("/{driverId}/disable")
    DriverDetails disable(@PathVariable String driverId) {
        return drivers.enable(driverId, false);
    }

    record Categories(@Nullable List<String> categories) {}

    @PutMapping("/{driverId}/categories")
    DriverDetails categorize(@PathVariable String driverId, @RequestBody Categories wanted) {
        return drivers.categorize(driverId, Objects.requireNonNullElse(wanted.categories(), List.of()));
    }

    @DeleteMapping("/{driverId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String driverId) {
        drivers.delete(driverId);
    }
}

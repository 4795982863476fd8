package dev.slipway.site.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.protocol.Firmware;
import dev.slipway.protocol.Registration.Environment;
import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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
@RequestMapping("/api/v1/devices")
class DeviceRoutes {
    private final Devices devices;
    private final Collections collections;
    private final DeviceImporter importer;

    DeviceRoutes(Devices devices, Collections collections, DeviceImporter importer) {
        this.devices = devices;
        this.collections = collections;
        this.importer = importer;
    }

    record Reference(String id, String name) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            long id,
            String name,
            DeviceState state,
            @Nullable String stateReason,
            boolean unknown,
            @Nullable String smbiosUuid,
            List<String> macAddresses,
            @Nullable String serialNumber,
            @Nullable String assetTag,
            @Nullable String manufacturer,
            @Nullable String model,
            @Nullable Firmware firmware,
            @Nullable String architecture,
            @Nullable Long memoryBytes,
            @Nullable String publicKeySha256,
            @Nullable String address,
            @Nullable String agentVersion,
            @Nullable Environment environment,
            @Nullable Instant lastSeenAt,
            Instant createdAt,
            @Nullable List<Reference> collections,
            @Nullable String currentRunId) {

        static View of(Device d, @Nullable List<Reference> collections, @Nullable String currentRun) {
            return new View(
                    d.id(),
                    d.name(),
                    d.state(),
                    some(d.stateReason()),
                    d.unknown(),
                    some(d.smbiosUuid()),
                    d.macAddresses(),
                    some(d.serialNumber()),
                    some(d.assetTag()),
                    some(d.manufacturer()),
                    some(d.model()),
                    d.firmware().orElse(null),
                    some(d.architecture()),
                    d.memoryBytes() == 0 ? null : d.memoryBytes(),
                    d.shownKey().isEmpty() ? null : DeviceKey.fingerprint(d.shownKey()),
                    some(d.address()),
                    some(d.agentVersion()),
                    d.environment().orElse(null),
                    d.lastSeenAt().orElse(null),
                    d.createdAt(),
                    collections,
                    currentRun);
        }

        private static @Nullable String some(String text) {
            return text.isEmpty() ? null : text;
        }
    }

    private View whole(Device device) {
        List<Reference> in = collections.of(device).stream()
                .map(c -> new Reference(c.id(), c.name()))
                .toList();
        return View.of(device, in, devices.currentRun(device.id()).orElse(null));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<View> list(
            @RequestParam(required = false) @Nullable DeviceState state,
            @RequestParam(required = false) @Nullable String collection,
            @RequestParam(defaultValue = "") String search,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        return devices.list(state, collection, search, after, limit).map(d -> View.of(d, null, null));
    }

    record ImportLine(
            @Nullable String name,
            @Nullable String macAddress,
            @Nullable String smbiosUuid) {
        DeviceImport.Line line() {
            return new DeviceImport.Line(
                    name == null ? "" : name,
                    macAddress == null ? "" : macAddress,
                    smbiosUuid == null ? "" : smbiosUuid,
                    0);
        }
    }

    record ImportBody(
            @Nullable List<ImportLine> devices, @Nullable String collectionId) {}

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping(path = "/import", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Page<View> importJson(@RequestBody ImportBody body) {
        List<ImportLine> lines = body.devices() == null ? List.of() : body.devices();
        return imported(new DeviceImport(lines.stream().map(ImportLine::line).toList(), body.collectionId()));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping(path = "/import", consumes = "text/csv")
    @ResponseStatus(HttpStatus.CREATED)
    Page<View> importCsv(@RequestBody String csv) {
        return imported(DeviceImport.ofCsv(csv));
    }

    private Page<View> imported(DeviceImport wanted) {
        return Page.whole(
                importer.run(wanted).stream().map(d -> View.of(d, null, null)).toList());
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{deviceId}")
    View get(@PathVariable long deviceId) {
        return whole(devices.get(deviceId));
    }

    record DeviceChange(@Nullable String name) {}

    @Requires(Role.OPERATOR)
    @PatchMapping("/{deviceId}")
    View change(@PathVariable long deviceId, @RequestBody DeviceChange change) {
        if (change.name() == null) {
            throw SlipwayException.invalid("name", "Only the name of a device can be changed; give one.");
        }
        return whole(devices.rename(deviceId, change.name()));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @DeleteMapping("/{deviceId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long deviceId) {
        devices.delete(deviceId);
    }

    @Requires(Role.OPERATOR)
    @PostMapping("/{deviceId}/approve")
    View approve(@PathVariable long deviceId, @RequestParam(required = false) @Nullable String key, Caller caller) {
        return whole(devices.approve(deviceId, key, caller));
    }

    @Requires(Role.OPERATOR)
    @PostMapping("/{deviceId}/deny")
    View deny(@PathVariable long deviceId, Caller caller) {
        return whole(devices.deny(deviceId, caller));
    }

    @Requires(Role.OPERATOR)
    @PostMapping("/{deviceId}/clear-required")
    View clearRequired(@PathVariable long deviceId) {
        return whole(devices.clearRequired(deviceId));
    }
}

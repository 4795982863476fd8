package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.deployment.Runs;
import dev.slipway.site.fleet.Collections;
import dev.slipway.site.fleet.Device;
import dev.slipway.site.fleet.DeviceState;
import dev.slipway.site.fleet.Devices;
import dev.slipway.site.fleet.FleetVariables;
import dev.slipway.site.fleet.VariableOwner;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/devices")
@Requires(Role.READ_ONLY_ANALYST)
class DevicePages {
    private final Pages pages;
    private final Devices devices;
    private final Collections collections;
    private final FleetVariables variables;
    private final Runs runs;

    DevicePages(Pages pages, Devices devices, Collections collections, FleetVariables variables, Runs runs) {
        this.pages = pages;
        this.devices = devices;
        this.collections = collections;
        this.variables = variables;
        this.runs = runs;
    }

    @GetMapping
    ResponseEntity<String> list(
            HttpServletRequest request,
            Caller caller,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String search,
            @RequestParam(required = false) @Nullable String after) {
        DeviceState wanted = List.of(DeviceState.values()).stream()
                .filter(one -> one.name().equals(state))
                .findFirst()
                .orElse(null);
        Page<Device> found = devices.list(wanted, null, search.strip(), after, 100);
        Map<String, Object> model =
                Map.of("devices", found.items(), "next", Show.or(found.next(), ""), "state", state, "search", search);
        return pages.show(
                request, caller, new Pages.View(Section.DEVICES, "Devices", Live.on("device"), "devices", model));
    }

    @GetMapping("/{deviceId}")
    ResponseEntity<String> device(HttpServletRequest request, Caller caller, @PathVariable long deviceId) {
        Device device = devices.get(deviceId);
        List<dev.slipway.site.fleet.Collection> in = collections.of(device);
        Map<String, Object> model = Map.of(
                "device", device,
                "in", in,
                "others",
                        collections.list(null, Page.MOST).items().stream()
                                .filter(one -> !one.builtIn() && !in.contains(one))
                                .toList(),
                "variables", variables.list(VariableOwner.device(deviceId)),
                "runs", runs.list(List.of(), deviceId, null, null, 20).items());
        Live live = Live.on("device", "run");
        return pages.show(request, caller, new Pages.View(Section.DEVICES, device.name(), live, "device", model));
    }

    /** @param key as it stood on the page, so that a key shown later is not approved by this click */
    @Requires(Role.OPERATOR)
    @PostMapping("/{deviceId}/approve")
    ResponseEntity<String> approve(
            HttpServletRequest request,
            Caller caller,
            @PathVariable long deviceId,
            @RequestParam String key,
            @RequestParam(defaultValue = "") String from) {
        return pages.act(
                request,
                back(from, deviceId),
                "The machine is approved and goes on within seconds.",
                () -> devices.approve(deviceId, key, caller));
    }

    @Requires(Role.OPERATOR)
    @PostMapping("/{deviceId}/deny")
    ResponseEntity<String> deny(
            HttpServletRequest request,
            Caller caller,
            @PathVariable long deviceId,
            @RequestParam(defaultValue = "") String from) {
        return pages.act(
                request,
                back(from, deviceId),
                "The machine is denied; nothing answers it any more.",
                () -> devices.deny(deviceId, caller));
    }

    /** Only places of the console, never an address that came with the request. */
    private static String back(String from, long deviceId) {
        return switch (from) {
            case "overview" -> "/";
            case "list" -> "/devices";
            default -> "/devices/" + deviceId;
        };
    }

    @Requires(Role.OPERATOR)
    @PostMapping("/{deviceId}/clear-required")
    ResponseEntity<String> clearRequired(HttpServletRequest request, @PathVariable long deviceId) {
        return pages.act(
                request,
                "/devices/" + deviceId,
                "Required deployments start once more when the machine boots.",
                () -> devices.clearRequired(deviceId));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/{deviceId}/rename")
    ResponseEntity<String> rename(HttpServletRequest request, @PathVariable long deviceId, @RequestParam String name) {
        return pages.act(
                request,
                "/devices/" + deviceId,
                "The device is renamed.",
                () -> devices.rename(deviceId, name.strip()));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/{deviceId}/delete")
    ResponseEntity<String> delete(HttpServletRequest request, @PathVariable long deviceId) {
        return pages.act(
                request, "/devices", "/devices/" + deviceId, "The device is deleted.", () -> devices.delete(deviceId));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/{deviceId}/collections")
    ResponseEntity<String> join(
            HttpServletRequest request, @PathVariable long deviceId, @RequestParam String collection) {
        return pages.act(
                request,
                "/devices/" + deviceId,
                "The device is a member now.",
                () -> collections.addMember(collection, deviceId));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/{deviceId}/variables")
    ResponseEntity<String> setVariable(
            HttpServletRequest request,
            @PathVariable long deviceId,
            @RequestParam String name,
            @RequestParam String value,
            @RequestParam(defaultValue = "false") boolean secret) {
        return pages.act(
                request,
                "/devices/" + deviceId,
                name + " is set.",
                () -> variables.put(VariableOwner.device(deviceId), name.strip(), value, secret));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/{deviceId}/variables/{name}/delete")
    ResponseEntity<String> removeVariable(
            HttpServletRequest request, @PathVariable long deviceId, @PathVariable String name) {
        return pages.act(
                request,
                "/devices/" + deviceId,
                name + " is removed.",
                () -> variables.remove(VariableOwner.device(deviceId), name));
    }
}

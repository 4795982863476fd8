package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.deployment.Runs;
import dev.slipway.site.fleet.Collections;
import dev.slipway.site.fleet.Device;
import dev.slipway.site.fleet.DeviceState;
import dev.slipway.site.fleet.Devices;
import dev.slipway.site.fleet.FleetVariables;
import dev.slipway.site.fleet.VariableOwner;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static final int MOST = 50_000;
    private static final Listing<Device> LIST = Listing.<Device>of(
                    "devices", "/devices", "device", "devices", device -> Long.toString(device.id()))
            .column(
                    "name",
                    "Name",
                    device -> Cell.link(device.name(), "/devices/" + device.id())
                            .under(device.unknown() ? "unknown computer" : ""))
            .column(
                    "state",
                    "State",
                    device -> Cell.state(Show.tone(device.state()), Show.word(device.state()))
                            .under(device.stateReason()))
            .column(
                    "machine",
                    "Machine",
                    device -> Cell.text(Show.machine(device)).under(device.serialNumber()))
            .column("mac", "MAC address", device -> Cell.code(String.join(", ", device.macAddresses())))
            .column(
                    "firmware",
                    "Firmware",
                    device -> Cell.text(device.firmware().map(Enum::name).orElse("")))
            .further("memory", "Memory", device -> Cell.size(device.memoryBytes()))
            .further("address", "Address", device -> Cell.code(device.address()))
            .further("uuid", "SMBIOS UUID", device -> Cell.code(device.smbiosUuid()))
            .further("asset", "Asset tag", device -> Cell.text(device.assetTag()))
            .further("agent", "Agent", device -> Cell.text(device.agentVersion()))
            .further("created", "Known since", device -> Cell.time(device.createdAt()))
            .column("seen", "Last seen", device -> Cell.time(device.lastSeenAt().orElse(null), "never"))
            .sortedBy("seen", true)
            .whenEmpty("A machine appears here when it boots from the network; or import machines from a table.")
            .filter("state", "State", states())
            .action(new ListAction(
                    "Delete",
                    "/devices/selected/delete",
                    "Delete the selected devices?",
                    true,
                    Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER));

    /** The key stands in the row, so that a key shown later is not approved by a click on this page. */
    private static final Listing<Device> WAITING = Listing.<Device>of(
                    "devices-waiting", "/devices", "device", "devices", device -> device.id() + ":" + Show.key(device))
            .column(
                    "name",
                    "Device",
                    device ->
                            Cell.link(device.name(), "/devices/" + device.id()).under(device.stateReason()))
            .column(
                    "machine",
                    "Machine",
                    device -> Cell.text(Show.machine(device)).under(device.serialNumber()))
            .column("mac", "MAC address", device -> Cell.code(String.join(", ", device.macAddresses())))
            .column("key", "Key", device -> Cell.code(shortKey(device)))
            .further("address", "Address", device -> Cell.code(device.address()))
            .column("seen", "Last seen", device -> Cell.time(device.lastSeenAt().orElse(null), "never"))
            .sortedBy("seen", true)
            .filter("state", "State", states())
            .action(new ListAction("Approve", "/devices/selected/approve", "", false, Role.OPERATOR))
            .action(new ListAction(
                    "Deny", "/devices/selected/deny", "Deny the selected machines?", true, Role.OPERATOR));

    private static final Pages.ListPage PAGE = new Pages.ListPage(
            Section.DEVICES,
            "Devices",
            "Machines that the site knows.",
            Live.on("device"),
            "Import devices",
            "/devices/import");
    private final Pages pages;
    private final Lists lists;
    private final Devices devices;
    private final Collections collections;
    private final FleetVariables variables;
    private final Runs runs;

    DevicePages(
            Pages pages, Lists lists, Devices devices, Collections collections, FleetVariables variables, Runs runs) {
        this.pages = pages;
        this.lists = lists;
        this.devices = devices;
        this.collections = collections;
        this.variables = variables;
        this.runs = runs;
    }

    @GetMapping
    ResponseEntity<String> list(
            HttpServletRequest request, Caller caller, @RequestParam(defaultValue = "") String state) {
        DeviceState wanted = List.of(DeviceState.values()).stream()
                .filter(one -> one.name().equals(state))
                .findFirst()
                .orElse(null);
        List<Device> found = Lists.all(MOST, after -> devices.list(wanted, null, "", after, Page.MOST));
        Listing<Device> list = wanted == DeviceState.PENDING ? WAITING : LIST;
        return pages.show(request, caller, PAGE.view(lists.view(list, found, request, caller)));
    }

    private static Map<String, String> states() {
        Map<String, String> states = new LinkedHashMap<>();
        for (DeviceState state : DeviceState.values()) {
            states.put(state.name(), state == DeviceState.PENDING ? "waiting for approval" : Show.word(state));
        }
        return states;
    }

    private static String shortKey(Device device) {
        String key = Show.key(device);
        return key.isEmpty()
                ? "none shown yet"
                : String.join(" ", key.substring(0, 16).split("(?<=\\G.{4})")) + " …";
    }

    @Requires(Role.OPERATOR)
    @PostMapping("/selected/approve")
    ResponseEntity<String> approveSelected(
            HttpServletRequest request, Caller caller, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/devices?state=PENDING", id, "approved", one -> {
            String[] parts = one.split(":", 2);
            devices.approve(number(parts[0]), parts.length == 2 ? parts[1] : "", caller);
        });
    }

    @Requires(Role.OPERATOR)
    @PostMapping("/selected/deny")
    ResponseEntity<String> denySelected(
            HttpServletRequest request, Caller caller, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(
                request,
                "/devices?state=PENDING",
                id,
                "denied",
                one -> devices.deny(number(one.split(":", 2)[0]), caller));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/selected/delete")
    ResponseEntity<String> deleteSelected(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/devices", id, "deleted", one -> devices.delete(number(one)));
    }

    private static long number(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw SlipwayException.invalid("id", "\"" + text + "\" is no device.");
        }
        return Long.parseLong(text);
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

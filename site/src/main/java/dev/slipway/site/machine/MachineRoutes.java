package dev.slipway.site.machine;

import dev.slipway.protocol.Json;
import dev.slipway.protocol.Registration;
import dev.slipway.protocol.RunEvent;
import dev.slipway.protocol.SavedState;
import dev.slipway.protocol.StartRun;
import dev.slipway.protocol.TokenRequest;
import dev.slipway.site.Open;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.Body;
import dev.slipway.site.deployment.MachineRuns;
import dev.slipway.site.fleet.Device;
import dev.slipway.site.fleet.DeviceKey;
import dev.slipway.site.fleet.Devices;
import dev.slipway.site.fleet.MachineRegistration;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The machine protocol but for content. {@link MachineGate} has checked who calls. */
@RestController
@RequestMapping(MachineGate.BASE)
@Open("Machines prove themselves, see MachineGate")
class MachineRoutes {
    private final MachineGate gate;
    private final MachineRegistration registration;
    private final Devices devices;
    private final Tokens tokens;
    private final MachineRuns runs;

    MachineRoutes(
            MachineGate gate, MachineRegistration registration, Devices devices, Tokens tokens, MachineRuns runs) {
        this.gate = gate;
        this.registration = registration;
        this.devices = devices;
        this.tokens = tokens;
        this.runs = runs;
    }

    @PostMapping("/register")
    ResponseEntity<byte[]> register(@RequestAttribute(MachineGate.BODY) byte[] body, HttpServletRequest request) {
        Registration said = Body.decode(body, Registration.class);
        try {
            DeviceKey.decode(said.publicKey());
        } catch (IllegalArgumentException e) {
            throw new SlipwayException(
                    "key-invalid", 422, "publicKey is not the base64 of an Ed25519 SubjectPublicKeyInfo.", e);
        }
        gate.requireProof(request, said.publicKey(), body, "");
        return json(registration.register(said, request.getRemoteAddr()));
    }

    @PostMapping("/token")
    ResponseEntity<byte[]> token(@RequestAttribute(MachineGate.BODY) byte[] body, HttpServletRequest request) {
        TokenRequest asked = Body.decode(body, TokenRequest.class);
        // The same answer for a device that is not there: identifiers must not be guessed out of it.
        Device device = devices.find(asked.machineId())
                .filter(Device::admits)
                .orElseThrow(() -> MachineGate.notApproved("This machine is not approved. Register again."));
        gate.requireProof(request, device.publicKey(), body, "");
        return json(tokens.issue(device));
    }

    @GetMapping("/assignments")
    ResponseEntity<byte[]> assignments(
            @RequestAttribute(MachineGate.DEVICE) Device device, @RequestParam(defaultValue = "") String preferred) {
        return json(runs.assignments(device, preferred));
    }

    @PostMapping("/runs")
    ResponseEntity<byte[]> start(
            @RequestAttribute(MachineGate.DEVICE) Device device, @RequestAttribute(MachineGate.BODY) byte[] body) {
        return json(runs.start(device, Body.decode(body, StartRun.class).deploymentId()));
    }

    @GetMapping("/runs/{run}")
    ResponseEntity<byte[]> policy(@RequestAttribute(MachineGate.DEVICE) Device device, @PathVariable String run) {
        return json(runs.policy(device, run));
    }

    @GetMapping("/runs/{run}/state")
    ResponseEntity<byte[]> state(@RequestAttribute(MachineGate.DEVICE) Device device, @PathVariable String run) {
        return runs.state(device, run)
                .map(MachineRoutes::json)
                .orElseGet(() -> ResponseEntity.noContent().build());
    }

    @PutMapping("/runs/{run}/state")
    ResponseEntity<Void> save(
            @RequestAttribute(MachineGate.DEVICE) Device device,
            @RequestAttribute(MachineGate.BODY) byte[] body,
            @PathVariable String run) {
        runs.save(device, run, Body.decode(body, SavedState.class));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/runs/{run}/events")
    ResponseEntity<byte[]> events(
            @RequestAttribute(MachineGate.DEVICE) Device device,
            @RequestAttribute(MachineGate.BODY) byte[] body,
            @PathVariable String run) {
        List<RunEvent> events = Body.decodeList(body, RunEvent.class);
        return json(runs.report(device, run, events));
    }

    /** Machines know one JSON mapping, whatever the API's is set to. */
    static ResponseEntity<byte[]> json(Object value) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(Json.encode(value));
    }
}

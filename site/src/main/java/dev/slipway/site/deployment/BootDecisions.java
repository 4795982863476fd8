package dev.slipway.site.deployment;

import dev.slipway.protocol.Assignments.Purpose;
import dev.slipway.protocol.Registration.Environment;
import dev.slipway.site.database.Database;
import dev.slipway.site.deployment.BootDecision.Action;
import dev.slipway.site.fleet.Collection;
import dev.slipway.site.fleet.Device;
import dev.slipway.site.fleet.DeviceMatch;
import dev.slipway.site.fleet.MachineRegistration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Says what a machine that asks over the network starts. It proves nothing there, so it learns nothing but that. */
@Component
public class BootDecisions {
    private static final Logger LOG = LoggerFactory.getLogger(BootDecisions.class);
    private final Database database;
    private final MachineRegistration fleet;
    private final Offers offers;
    private final boolean unknownMayRegister;

    /** @param unknownMayRegister whether machines that nobody let in yet start the boot image so that they can register (PXE-1) */
    BootDecisions(
            Database database,
            MachineRegistration fleet,
            Offers offers,
            @Value("${slipway.boot.unknown-may-register:true}") boolean unknownMayRegister) {
        this.database = database;
        this.fleet = fleet;
        this.offers = offers;
        this.unknownMayRegister = unknownMayRegister;
    }

    /** @param smbiosUuid as the firmware says it, may be empty @param macAddresses of the cards that ask, in any spelling */
    public BootDecision decide(String smbiosUuid, List<String> macAddresses) {
        return database.read(handle -> switch (fleet.lookUp(handle, smbiosUuid, macAddresses)) {
            case DeviceMatch.Known known -> known(handle, known.device());
            case DeviceMatch.Unknown ignored -> unknown(handle);
            case DeviceMatch.Ambiguous several -> {
                LOG.warn(
                        "A machine with the addresses {} may be any of {}; it starts its disk until only one of them is left",
                        macAddresses,
                        several.devices().stream().map(Device::name).collect(Collectors.joining(", ")));
                yield disk("its UUID and MAC address fit several devices");
            }
        });
    }

    private BootDecision unknown(Handle handle) {
        // A machine without a record is in these two collections once it has registered.
        List<Deployment> waiting =
                DeploymentTable.of(handle, List.of(Collection.ALL_SYSTEMS, Collection.ALL_UNKNOWN_COMPUTERS)).stream()
                        .filter(Deployment::startable)
                        .filter(d -> d.availableTo().offeredIn(Environment.BOOT, false))
                        .toList();
        if (unknownMayRegister) {
            Optional<String> sequence = waiting.stream().findFirst().map(Deployment::sequence);
            return new BootDecision(Action.BOOT_IMAGE, "an unknown machine registers", sequence);
        }
        return waiting.isEmpty()
                ? disk("an unknown machine, and nothing is deployed to unknown computers")
                : byPurpose(waiting);
    }

    private BootDecision known(Handle handle, Device device) {
        Optional<Run> run = RunTable.active(handle, device.id());
        if (run.isPresent()) {
            return switch (run.get().environment()) {
                case BOOT ->
                    bootImage(
                            "its task sequence goes on in the boot environment",
                            run.get().sequence());
                case FULL_OS -> disk("its task sequence goes on in the installed operating system");
            };
        }
        return switch (device.state()) {
            case DENIED -> disk("it was denied");
            case IMPORTED, APPROVED -> byOffers(handle, device);
            case PENDING -> unknownMayRegister ? bootImage("it waits for approval") : byOffers(handle, device);
        };
    }

    private BootDecision byOffers(Handle handle, Device device) {
        List<Deployment> offered = offers.of(handle, device, Environment.BOOT, "");
        return offered.isEmpty() ? disk("nothing is deployed to it") : byPurpose(offered);
    }

    /** PXE-2: a required deployment starts by itself, an available one at a key press. */
    private static BootDecision byPurpose(List<Deployment> offered) {
        return offered.stream()
                .filter(d -> d.purpose() == Purpose.REQUIRED)
                .findFirst()
                .map(required -> bootImage(required.sequenceName() + " is required", required.sequence()))
                .orElseGet(() -> {
                    Deployment first = offered.getFirst();
                    return new BootDecision(
                            Action.PROMPT, first.sequenceName() + " is available", Optional.of(first.sequence()));
                });
    }

    private static BootDecision bootImage(String reason) {
        return new BootDecision(Action.BOOT_IMAGE, reason);
    }

    private static BootDecision bootImage(String reason, String sequence) {
        return new BootDecision(Action.BOOT_IMAGE, reason, Optional.of(sequence));
    }

    private static BootDecision disk(String reason) {
        return new BootDecision(Action.DISK, reason);
    }
}

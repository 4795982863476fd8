package dev.slipway.site.fleet;

import dev.slipway.protocol.MachineIdentity;
import dev.slipway.protocol.Registration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a machine said of itself at a registration, in one spelling and within bounds. */
record Seen(
        String publicKey,
        String uuid,
        List<String> macs,
        MachineIdentity identity,
        String agentVersion,
        Registration.Environment environment,
        String address,
        Instant at) {
    private static final int MOST_MACS = 64;
    private static final int MOST_CHARACTERS = 256;

    static Seen of(Registration registration, String address, Instant at) {
        MachineIdentity said = registration.identity();
        MachineIdentity identity = new MachineIdentity(
                clean(said.smbiosUuid()),
                List.of(),
                clean(said.serialNumber()),
                clean(said.assetTag()),
                clean(said.manufacturer()),
                clean(said.model()),
                said.firmware(),
                clean(said.architecture()),
                Math.max(0, said.memoryBytes()));
        List<String> macs =
                HardwareId.macs(said.macAddresses().stream().limit(MOST_MACS).toList());
        return new Seen(
                registration.publicKey(),
                HardwareId.uuid(said.smbiosUuid()).orElse(""),
                macs,
                identity,
                clean(registration.agentVersion()),
                registration.environment(),
                address,
                at);
    }

    /** Anybody may send these texts, and people read them. */
    private static String clean(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", " ").strip();
        return printable.length() <= MOST_CHARACTERS ? printable : printable.substring(0, MOST_CHARACTERS);
    }

    Device newDevice(String name, DeviceState state, String reason) {
        return describe(new Device(
                0,
                name,
                state,
                reason,
                true,
                uuid,
                macs,
                "",
                "",
                "",
                "",
                Optional.empty(),
                "",
                0,
                publicKey,
                "",
                "",
                Optional.empty(),
                "",
                at,
                Optional.empty()));
    }

    /** The device as the machine describes itself now. */
    Device describe(Device d) {
        return new Device(
                d.id(),
                d.name(),
                d.state(),
                d.stateReason(),
                d.unknown(),
                uuid.isEmpty() ? d.smbiosUuid() : uuid,
                macs.isEmpty() ? d.macAddresses() : macs,
                identity.serialNumber(),
                identity.assetTag(),
                identity.manufacturer(),
                identity.model(),
                Optional.of(identity.firmware()),
                identity.architecture(),
                identity.memoryBytes(),
                d.publicKey(),
                d.offeredKey(),
                agentVersion,
                Optional.of(environment),
                address,
                d.createdAt(),
                Optional.of(at));
    }

    /** The device as it was, seen now: this machine has proved nothing yet. */
    Device touch(Device d) {
        return new Device(
                d.id(),
                d.name(),
                d.state(),
                d.stateReason(),
                d.unknown(),
                d.smbiosUuid(),
                d.macAddresses(),
                d.serialNumber(),
                d.assetTag(),
                d.manufacturer(),
                d.model(),
                d.firmware(),
                d.architecture(),
                d.memoryBytes(),
                d.publicKey(),
                d.offeredKey(),
                d.agentVersion(),
                d.environment(),
                d.address(),
                d.createdAt(),
                Optional.of(at));
    }
}

package dev.slipway.site.fleet;

import dev.slipway.site.SlipwayProperties.Approval;

/** What becomes of a known device when a machine of its identity shows a key. */
final class KeyRule {
    private KeyRule() {}

    /** @return the device with its keys and state as they are from now on */
    static Device apply(Device device, String key, Approval rule) {
        boolean automatic = rule == Approval.AUTOMATIC;
        return switch (device.state()) {
            case IMPORTED ->
                automatic
                        ? with(device, DeviceState.APPROVED, "", key, "")
                        : with(device, DeviceState.PENDING, "it registered for the first time", key, "");
            case APPROVED -> {
                if (key.equals(device.publicKey())) {
                    yield device;
                }
                yield automatic
                        ? with(device, DeviceState.APPROVED, "", key, "")
                        : with(device, DeviceState.PENDING, MachineRegistration.KEY_CHANGED, device.publicKey(), key);
            }
            case PENDING -> {
                boolean wasLetIn = !device.offeredKey().isEmpty();
                if (automatic) {
                    yield with(device, DeviceState.APPROVED, "", key, "");
                }
                if (wasLetIn && !key.equals(device.publicKey())) {
                    yield with(device, DeviceState.PENDING, device.stateReason(), device.publicKey(), key);
                }
                yield wasLetIn ? device : with(device, DeviceState.PENDING, device.stateReason(), key, "");
            }
            case DENIED ->
                key.equals(device.publicKey())
                        ? device
                        : with(device, DeviceState.DENIED, device.stateReason(), device.publicKey(), key);
        };
    }

    static Device with(Device d, DeviceState state, String reason, String publicKey, String offeredKey) {
        return new Device(
                d.id(),
                d.name(),
                state,
                reason,
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
                publicKey,
                offeredKey,
                d.agentVersion(),
                d.environment(),
                d.address(),
                d.createdAt(),
                d.lastSeenAt());
    }
}

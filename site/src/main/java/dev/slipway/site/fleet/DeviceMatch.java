package dev.slipway.site.fleet;

import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** Which device a machine is (PXE-2): by SMBIOS UUID, else by MAC address. Two devices are never taken for one silently. */
public sealed interface DeviceMatch {

    record Known(Device device) implements DeviceMatch {}

    record Unknown() implements DeviceMatch {}

    /** Several records fit equally well: an administrator must delete or mend one. */
    record Ambiguous(List<Device> devices) implements DeviceMatch {
        public Ambiguous {
            devices = List.copyOf(devices);
        }
    }

    /**
     * @param candidates every device that shares the UUID or one of the addresses
     * @param uuid empty when the machine has none that identifies it
     * @param serial empty when unknown; tells apart machines with the same UUID that share no address
     */
    static DeviceMatch find(List<Device> candidates, String uuid, List<String> macs, String serial) {
        Predicate<Device> sharesMac = device -> !Collections.disjoint(device.macAddresses(), macs);
        if (!uuid.isEmpty()) {
            List<Device> byUuid =
                    candidates.stream().filter(device -> sameUuid(device, uuid)).toList();
            List<Device> byBoth = byUuid.stream().filter(sharesMac).toList();
            if (!byBoth.isEmpty()) {
                return oneOf(byBoth);
            }
            List<Device> withoutContradiction = byUuid.stream()
                    .filter(device -> !isOtherMachine(device, macs, serial))
                    .toList();
            if (!withoutContradiction.isEmpty()) {
                return oneOf(withoutContradiction);
            }
        }
        // An address with two UUIDs is a network adapter that travels between machines, not a machine.
        return oneOf(candidates.stream()
                .filter(sharesMac)
                .filter(device -> uuid.isEmpty() || device.smbiosUuid().isEmpty())
                .toList());
    }

    private static boolean sameUuid(Device device, String uuid) {
        return device.smbiosUuid().equals(uuid) || device.smbiosUuid().equals(HardwareId.otherByteOrder(uuid));
    }

    /** Same UUID, yet no address in common and another serial number: two machines of a vendor that was careless. */
    private static boolean isOtherMachine(Device device, List<String> macs, String serial) {
        return !serial.isEmpty()
                && !device.serialNumber().isEmpty()
                && !serial.equalsIgnoreCase(device.serialNumber())
                && !macs.isEmpty()
                && !device.macAddresses().isEmpty();
    }

    private static DeviceMatch oneOf(List<Device> devices) {
        return switch (devices.size()) {
            case 0 -> new Unknown();
            case 1 -> new Known(devices.getFirst());
            default -> new Ambiguous(devices);
        };
    }
}

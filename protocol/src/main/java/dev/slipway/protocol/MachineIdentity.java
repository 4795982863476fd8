package dev.slipway.protocol;

import java.util.List;

/**
 * What a machine says of itself. Only the key proves anything; these fields let an administrator recognise the machine (PXE-2).
 *
 * @param smbiosUuid SMBIOS system UUID, lower-case with dashes; empty when the firmware has none
 * @param macAddresses lower-case, colon-separated, wired first
 * @param memoryBytes installed memory in bytes
 */
public record MachineIdentity(
        String smbiosUuid,
        List<String> macAddresses,
        String serialNumber,
        String assetTag,
        String manufacturer,
        String model,
        Firmware firmware,
        String architecture,
        long memoryBytes) {

    public MachineIdentity {
        macAddresses = List.copyOf(macAddresses);
    }
}

package dev.slipway.site.fleet;

import dev.slipway.protocol.Firmware;
import dev.slipway.protocol.Registration.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A machine that the site knows. Texts are empty where nothing is known.
 *
 * @param stateReason why it waits or was turned away
 * @param unknown a member of All Unknown Computers: nobody made it known and it has no operating system from this site (PXE-4)
 * @param publicKey base64 of the key that was let in, or of the first one shown
 * @param offeredKey base64 of another key that a machine of this identity showed later; approval accepts it
 * @param environment where the agent ran when it registered last
 */
public record Device(
        long id,
        String name,
        DeviceState state,
        String stateReason,
        boolean unknown,
        String smbiosUuid,
        List<String> macAddresses,
        String serialNumber,
        String assetTag,
        String manufacturer,
        String model,
        Optional<Firmware> firmware,
        String architecture,
        long memoryBytes,
        String publicKey,
        String offeredKey,
        String agentVersion,
        Optional<Environment> environment,
        String address,
        Instant createdAt,
        Optional<Instant> lastSeenAt) {

    public Device {
        macAddresses = List.copyOf(macAddresses);
    }

    /**
     * Whether the machine that holds {@link #publicKey} may use the site. While another key waits for approval the old one stays
     * good: else anybody who knows a MAC address could stop a running machine by registering in its name.
     */
    public boolean admits() {
        return state == DeviceState.APPROVED || (state == DeviceState.PENDING && !offeredKey.isEmpty());
    }

    /** The key that waits for approval, or the one in use. */
    public String shownKey() {
        return offeredKey.isEmpty() ? publicKey : offeredKey;
    }
}

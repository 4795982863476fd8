package dev.slipway.site.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("PXE-2")
class DeviceMatchTest {
    private static final String UUID = "4c4c4544-0042-3510-8054-b4c04f334631";
    private static final String OTHER = "5c4c4544-0042-3510-8054-b4c04f334631";

    private static Device device(long id, String uuid, String serial, String... macs) {
        return new Device(
                id,
                "PC-" + id,
                DeviceState.APPROVED,
                "",
                false,
                uuid,
                List.of(macs),
                serial,
                "",
                "",
                "",
                Optional.empty(),
                "",
                0,
                "",
                "",
                "",
                Optional.empty(),
                "",
                Instant.EPOCH,
                Optional.empty());
    }

    private static String find(List<Device> candidates, String uuid, String serial, String... macs) {
        return switch (DeviceMatch.find(candidates, uuid, List.of(macs), serial)) {
            case DeviceMatch.Known known -> "known " + known.device().id();
            case DeviceMatch.Unknown ignored -> "unknown";
            case DeviceMatch.Ambiguous several ->
                "ambiguous " + several.devices().stream().map(Device::id).toList();
        };
    }

    @Test
    void theUuidDecidesEvenWithAnotherNetworkCard() {
        assertThat(find(List.of(device(1, UUID, "", "m1"), device(2, OTHER, "", "m2")), UUID, "", "m9"))
                .isEqualTo("known 1");
    }

    @Test
    void withoutUuidTheAddressDecides() {
        assertThat(find(List.of(device(1, UUID, "", "m1")), "", "", "m1")).isEqualTo("known 1");
        assertThat(find(List.of(device(1, "", "", "m1")), UUID, "", "m1")).isEqualTo("known 1");
    }

    @Test
    void aNetworkAdapterThatTravelsMakesNoMachine() {
        assertThat(find(List.of(device(1, UUID, "", "dock")), OTHER, "", "dock"))
                .isEqualTo("unknown");
    }

    @Test
    void severalMatchesAreNeverTakenForOne() {
        assertThat(find(List.of(device(1, "", "", "m1"), device(2, "", "", "m1")), "", "", "m1"))
                .isEqualTo("ambiguous [1, 2]");
        assertThat(find(List.of(device(1, UUID, "", "m1"), device(2, UUID, "", "m2")), UUID, "", "m3"))
                .isEqualTo("ambiguous [1, 2]");
    }

    @Test
    void anAddressTellsDuplicateUuidsApart() {
        assertThat(find(List.of(device(1, UUID, "", "m1"), device(2, UUID, "", "m2")), UUID, "", "m2"))
                .isEqualTo("known 2");
    }

    @Test
    void sameUuidButOtherSerialAndAddressIsAnotherMachine() {
        assertThat(find(List.of(device(1, UUID, "S1", "m1")), UUID, "S2", "m2")).isEqualTo("unknown");
    }

    @Test
    void theUuidIsRecognisedInTheOtherByteOrder() {
        assertThat(find(List.of(device(1, UUID, "", "m1")), "44454c4c-4200-1035-8054-b4c04f334631", "", "m9"))
                .isEqualTo("known 1");
    }

    @Test
    void uuidsThatManyMachinesShareIdentifyNothing() {
        assertThat(HardwareId.uuid("03000200-0400-0500-0006-000700080009")).isEmpty();
        assertThat(HardwareId.uuid("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")).isEmpty();
        assertThat(HardwareId.uuid("{4C4C4544-0042-3510-8054-B4C04F334631}")).contains(UUID);
    }

    @Test
    void addressesAreReadInAnyUsualForm() {
        assertThat(HardwareId.mac("52-54-00-AB-CD-EF")).contains("52:54:00:ab:cd:ef");
        assertThat(HardwareId.mac("5254.00ab.cdef")).contains("52:54:00:ab:cd:ef");
        assertThat(HardwareId.mac("01:00:5e:00:00:01")).isEmpty();
        assertThat(HardwareId.mac("52:54:00")).isEmpty();
    }
}

package dev.slipway.site.fleet;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayException.InputError;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event.Change;
import dev.slipway.site.operation.Events;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** Imports devices: all or none. */
@Component
public class DeviceImporter {
    private final Database database;
    private final Events events;
    private final Collections collections;
    private final Clock clock;

    DeviceImporter(Database database, Events events, Collections collections, Clock clock) {
        this.database = database;
        this.events = events;
        this.collections = collections;
        this.clock = clock;
    }

    /** @throws SlipwayException 422 {@code import-invalid}, 409 {@code device-exists} */
    public List<Device> run(DeviceImport wanted) {
        check(wanted);
        Instant now = clock.instant();
        return database.write(handle -> {
            List<Device> imported = new ArrayList<>();
            for (DeviceImport.Line line : wanted.devices()) {
                Device device = device(line, now);
                refuseKnown(handle, device);
                Device stored = DeviceTable.insert(handle, device);
                if (wanted.collectionId() != null) {
                    collections.addMember(handle, wanted.collectionId(), stored.id());
                }
                events.publish(handle, "device", stored.id(), Change.CREATED);
                imported.add(stored);
            }
            return imported;
        });
    }

    private static void check(DeviceImport wanted) {
        if (wanted.devices().isEmpty() || wanted.devices().size() > DeviceImport.MOST) {
            throw new SlipwayException(
                    "import-invalid",
                    422,
                    "An import holds 1 to " + DeviceImport.MOST + " devices; this one has "
                            + wanted.devices().size() + ".");
        }
        List<InputError> errors = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < wanted.devices().size(); i++) {
            check(wanted.devices().get(i), "devices[" + i + "]", seen, errors);
        }
        if (!errors.isEmpty()) {
            throw new SlipwayException(
                    "import-invalid",
                    422,
                    "Nothing was imported: "
                            + (errors.size() == 1
                                    ? "one input is wrong: "
                                    : errors.size() + " inputs are wrong. First: ")
                            + errors.getFirst().message(),
                    errors);
        }
    }

    private static void check(DeviceImport.Line line, String path, Set<String> seen, List<InputError> errors) {
        if (!DeviceName.isValid(line.name())) {
            errors.add(error(line, path + ".name", DeviceName.explain(line.name())));
        }
        Optional<String> mac = HardwareId.mac(line.macAddress());
        Optional<String> uuid = HardwareId.uuid(line.smbiosUuid());
        if (!line.macAddress().isEmpty() && mac.isEmpty()) {
            errors.add(
                    error(line, path + ".macAddress", "\"" + line.macAddress() + "\" is no MAC address of one card."));
        }
        if (!line.smbiosUuid().isEmpty() && uuid.isEmpty()) {
            errors.add(error(
                    line,
                    path + ".smbiosUuid",
                    "\"" + line.smbiosUuid() + "\" is no UUID, or one that many machines share."));
        }
        if (line.macAddress().isEmpty() && line.smbiosUuid().isEmpty()) {
            errors.add(error(line, path + ".macAddress", "Give a MAC address or an SMBIOS UUID."));
        }
        for (String identity : List.of(
                "name " + line.name().toLowerCase(Locale.ROOT), "mac " + mac.orElse(""), "uuid " + uuid.orElse(""))) {
            if (!identity.endsWith(" ") && !seen.add(identity)) {
                errors.add(error(line, path, "The " + identity + " comes twice in this import."));
            }
        }
    }

    private static InputError error(DeviceImport.Line line, String field, String message) {
        return new InputError(field, null, message, line.number() == 0 ? null : line.number(), null);
    }

    private static void refuseKnown(Handle handle, Device device) {
        DeviceTable.findByName(handle, device.name()).ifPresent(other -> {
            throw Devices.exists("The name " + device.name(), other);
        });
        DeviceTable.candidates(handle, device.smbiosUuid(), device.macAddresses()).stream()
                .findFirst()
                .ifPresent(other -> {
                    throw Devices.exists("The MAC address or SMBIOS UUID given for " + device.name(), other);
                });
    }

    private static Device device(DeviceImport.Line line, Instant now) {
        return new Device(
                0,
                line.name(),
                DeviceState.IMPORTED,
                "it has not registered yet",
                false,
                HardwareId.uuid(line.smbiosUuid()).orElse(""),
                HardwareId.mac(line.macAddress()).map(List::of).orElse(List.of()),
                "",
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
                now,
                Optional.empty());
    }
}

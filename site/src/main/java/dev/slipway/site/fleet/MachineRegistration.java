package dev.slipway.site.fleet;

import dev.slipway.protocol.MachineIdentity;
import dev.slipway.protocol.Registration;
import dev.slipway.protocol.RegistrationResult;
import dev.slipway.protocol.RegistrationResult.State;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties.Approval;
import dev.slipway.site.access.Audit;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event.Change;
import dev.slipway.site.operation.Events;
import dev.slipway.site.settings.SiteSettings;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * A machine introduces itself. Its key is the only proof; the rest is what it says of itself. A key that nobody let in changes nothing in the
 * record of a machine that was let in, but that somebody must look at it.
 */
@Component
public class MachineRegistration {
    private static final Logger LOG = LoggerFactory.getLogger(MachineRegistration.class);

    /** Anybody on the network can register; what waits must not fill the database. */
    private static final int MOST_WAITING = 10_000;

    private static final int POLL_SECONDS = 5;
    static final String KEY_CHANGED = "its key changed";

    private final Database database;
    private final Events events;
    private final SiteSettings settings;
    private final Audit audit;
    private final Clock clock;

    MachineRegistration(Database database, Events events, SiteSettings settings, Audit audit, Clock clock) {
        this.database = database;
        this.events = events;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param registration whose signature the caller has checked against the key that it names
     * @param address the machine's IP address
     * @throws SlipwayException 409 {@code device-ambiguous}, 503 {@code too-many-waiting}
     */
    public RegistrationResult register(Registration registration, String address) {
        Seen seen = Seen.of(registration, address, clock.instant());
        Approval rule = settings.approval();
        return database.write(handle -> {
            Device device = switch (match(handle, seen)) {
                case DeviceMatch.Known known -> again(handle, known.device(), seen, rule);
                case DeviceMatch.Unknown ignored -> first(handle, seen, rule);
                case DeviceMatch.Ambiguous several -> throw ambiguous(several.devices());
            };
            return answer(device, seen.publicKey());
        });
    }

    /** The key proves more than the hardware, unless somebody copied it to other hardware. */
    private static DeviceMatch match(Handle handle, Seen seen) {
        List<Device> byKey = DeviceTable.byKey(handle, seen.publicKey()).stream()
                .filter(device -> device.smbiosUuid().isEmpty()
                        || seen.uuid().isEmpty()
                        || device.smbiosUuid().equals(seen.uuid()))
                .toList();
        if (byKey.size() == 1) {
            return new DeviceMatch.Known(byKey.getFirst());
        }
        return DeviceMatch.find(
                DeviceTable.candidates(handle, seen.uuid(), seen.macs()),
                seen.uuid(),
                seen.macs(),
                seen.identity().serialNumber());
    }

    private Device first(Handle handle, Seen seen, Approval rule) {
        long waiting = handle.createQuery("select count(*) from device where state = 'PENDING' and unknown = 1")
                .mapTo(Long.class)
                .one();
        if (waiting >= MOST_WAITING) {
            throw new SlipwayException(
                    "too-many-waiting",
                    503,
                    waiting + " machines wait for approval; no further one is taken. Approve, deny or delete some.");
        }
        boolean automatic = rule == Approval.AUTOMATIC;
        Device device = DeviceTable.insert(
                handle,
                seen.newDevice(
                        freeName(handle, seen.identity(), seen.macs()),
                        automatic ? DeviceState.APPROVED : DeviceState.PENDING,
                        automatic ? "" : "an administrator has not seen it yet"));
        events.publish(handle, "device", device.id(), Change.CREATED);
        LOG.info(
                "Machine {} ({} {}, {}) registered for the first time; it {}",
                device.name(),
                device.manufacturer(),
                device.model(),
                String.join(", ", device.macAddresses()),
                automatic ? "was let in by the site's setting" : "waits for approval");
        if (automatic) {
            audit.record(handle, "machine", seen.address(), "approveAutomatically", "device " + device.id(), 200);
        }
        return device;
    }

    private Device again(Handle handle, Device device, Seen seen, Approval rule) {
        Device now = KeyRule.apply(device, seen.publicKey(), rule);
        boolean trusted = seen.publicKey().equals(now.publicKey());
        Device updated = trusted ? seen.describe(now) : seen.touch(now);
        DeviceTable.update(handle, updated);
        boolean newKey = !device.shownKey().equals(updated.shownKey());
        if (newKey && !device.publicKey().isEmpty()) {
            if (trusted) {
                handle.execute("delete from device_token where device = ?", device.id());
            }
            // Waiting keys that replace each other are one question, not many.
            if (device.offeredKey().isEmpty()) {
                audit.record(
                        handle, "machine", seen.address(), "changeKey", "device " + device.id(), trusted ? 200 : 202);
            }
            LOG.warn(
                    "Machine {} shows another key ({}); {}",
                    device.name(),
                    DeviceKey.fingerprint(seen.publicKey()),
                    trusted ? "the site's setting accepts it" : "it waits for approval");
        }
        if (newKey || device.state() != updated.state() || device.environment().isEmpty()) {
            events.publish(handle, "device", device.id(), Change.CHANGED);
        }
        return updated;
    }

    private static String freeName(Handle handle, MachineIdentity identity, List<String> macs) {
        long next = handle.createQuery("select coalesce(max(id), 0) + 1 from device")
                .mapTo(Long.class)
                .one();
        String proposed = DeviceName.propose(identity, macs, next);
        String name = proposed;
        for (int number = 2; DeviceTable.findByName(handle, name).isPresent(); number++) {
            name = proposed + "-" + number;
        }
        return name;
    }

    private static RegistrationResult answer(Device device, String key) {
        State state;
        String message;
        if (device.state() == DeviceState.DENIED) {
            state = State.DENIED;
            message = "This machine was denied. An administrator can approve it in the console.";
        } else if (device.admits() && key.equals(device.publicKey())) {
            state = State.APPROVED;
            message = "Welcome, " + device.name() + ".";
        } else {
            state = State.PENDING;
            message = "Waiting for an administrator to approve " + device.name() + " (" + device.stateReason()
                    + "). Key " + DeviceKey.fingerprint(key);
        }
        return new RegistrationResult(device.id(), device.name(), state, message, POLL_SECONDS);
    }

    private static SlipwayException ambiguous(List<Device> devices) {
        String names = devices.stream().map(d -> d.name() + " (" + d.id() + ")").collect(Collectors.joining(", "));
        LOG.warn("A machine registered that may be any of {}; it was refused until only one of them is left", names);
        return new SlipwayException(
                "device-ambiguous",
                409,
                "This machine's SMBIOS UUID and MAC addresses fit several devices: " + names
                        + ". Delete the records that are wrong, then start the machine again.");
    }

    /** The device that this hardware is, for a machine that has shown no key yet (network boot). */
    public DeviceMatch lookUp(Handle handle, String smbiosUuid, List<String> macAddresses) {
        String uuid = HardwareId.uuid(smbiosUuid).orElse("");
        List<String> macs = HardwareId.macs(macAddresses);
        return DeviceMatch.find(DeviceTable.candidates(handle, uuid, macs), uuid, macs, "");
    }

    /** A device by its identifier. */
    public Optional<Device> find(Handle handle, long id) {
        return DeviceTable.find(handle, id);
    }
}

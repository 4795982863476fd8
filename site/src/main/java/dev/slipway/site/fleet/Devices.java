package dev.slipway.site.fleet;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event.Change;
import dev.slipway.site.operation.Events;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What people do with devices. */
@Component
public class Devices {
    private static final Logger LOG = LoggerFactory.getLogger(Devices.class);
    private final Database database;
    private final Events events;

    Devices(Database database, Events events) {
        this.database = database;
        this.events = events;
    }

    /** @param search part of name, MAC address, SMBIOS UUID or serial number; empty for all */
    public Page<Device> list(
            @Nullable DeviceState state,
            @Nullable String collection,
            String search,
            @Nullable String after,
            int limit) {
        int most = Math.clamp(limit, 1, Page.MOST);
        Optional<DeviceTable.LastSeen> before = Optional.ofNullable(after).map(Devices::parse);
        List<Device> devices = database.read(handle -> DeviceTable.list(
                handle, Optional.ofNullable(state), Optional.ofNullable(collection), search, before, most + 1));
        return Page.cut(devices, most, device -> DeviceTable.LastSeen.of(device).toString());
    }

    private static DeviceTable.LastSeen parse(String after) {
        try {
            return DeviceTable.LastSeen.parse(after);
        } catch (IllegalArgumentException e) {
            throw SlipwayException.invalid("after", "\"" + after + "\" does not come from a list of devices.");
        }
    }

    public Device get(long id) {
        return database.read(handle -> find(handle, id));
    }

    public Optional<Device> find(long id) {
        return database.read(handle -> DeviceTable.find(handle, id));
    }

    static Device find(Handle handle, long id) {
        return DeviceTable.find(handle, id).orElseThrow(() -> SlipwayException.notFound("device", id));
    }

    /** The run of a device that has not ended. */
    public Optional<String> currentRun(long id) {
        return database.read(handle -> currentRun(handle, id));
    }

    static Optional<String> currentRun(Handle handle, long id) {
        return handle.createQuery("""
                select id from run where device = :device and state in ('RUNNING', 'RESTARTING', 'INTERRUPTED') order by started_at desc limit 1
                """).bind("device", id).mapTo(String.class).findOne();
    }

    public Device rename(long id, String name) {
        if (!DeviceName.isValid(name)) {
            throw SlipwayException.invalid("name", DeviceName.explain(name));
        }
        return change(id, (handle, device) -> {
            DeviceTable.findByName(handle, name)
                    .filter(other -> other.id() != id)
                    .ifPresent(other -> {
                        throw exists(name, other);
                    });
            handle.execute("update device set name = ?, name_key = ? where id = ?", name, DeviceTable.key(name), id);
        });
    }

    static SlipwayException exists(String what, Device other) {
        return new SlipwayException(
                "device-exists",
                409,
                what + " belongs to the device " + other.name() + " (" + other.id() + ") already.");
    }

    /**
     * Lets a machine in with the key that it showed last.
     *
     * @param fingerprint the key as the administrator saw it; null approves whichever is shown now
     */
    public Device approve(long id, @Nullable String fingerprint, Caller caller) {
        return change(id, (handle, device) -> {
            String key = device.shownKey();
            if (key.isEmpty()) {
                throw new SlipwayException(
                        "device-not-registered",
                        409,
                        device.name()
                                + " has not registered yet, so there is no key to approve. Start it from the network first.");
            }
            if (fingerprint != null && !fingerprint.equalsIgnoreCase(DeviceKey.fingerprint(key))) {
                throw new SlipwayException(
                        "device-key-changed",
                        409,
                        device.name() + " shows another key by now: " + DeviceKey.fingerprint(key)
                                + ". Compare it with the machine's screen and approve again.");
            }
            if (!key.equals(device.publicKey())) {
                endTokens(handle, id);
            }
            DeviceTable.update(handle, KeyRule.with(device, DeviceState.APPROVED, "", key, ""));
            LOG.info("{} approved the machine {}; it goes on within seconds", caller.name(), device.name());
        });
    }

    public Device deny(long id, Caller caller) {
        return change(id, (handle, device) -> {
            endTokens(handle, id);
            DeviceTable.update(
                    handle,
                    KeyRule.with(
                            device,
                            DeviceState.DENIED,
                            "denied by " + caller.name(),
                            device.publicKey(),
                            device.offeredKey()));
            LOG.info("{} denied the machine {}; nothing answers it any more", caller.name(), device.name());
        });
    }

    /** Lets required deployments start once more on a device (PXE-2, Clear Required PXE Deployments). */
    public Device clearRequired(long id) {
        return change(id, (handle, device) -> handle.execute("delete from deployment_done where device = ?", id));
    }

    public void delete(long id) {
        database.change(handle -> {
            Device device = find(handle, id);
            currentRun(handle, id).ifPresent(run -> {
                throw new SlipwayException(
                        "device-busy",
                        409,
                        device.name() + " is running a task sequence (run " + run
                                + "). Cancel the run or wait for its end.");
            });
            handle.execute("delete from variable where owner_kind = 'DEVICE' and owner_id = ?", Long.toString(id));
            handle.execute("delete from device where id = ?", id);
            events.publish(handle, "device", id, Change.DELETED);
        });
    }

    /** Makes a machine known: from now on it is no member of All Unknown Computers. */
    public static void makeKnown(Handle handle, long id) {
        handle.execute("update device set unknown = 0 where id = ?", id);
    }

    private static void endTokens(Handle handle, long id) {
        handle.execute("delete from device_token where device = ?", id);
    }

    private interface DeviceChange {
        void apply(Handle handle, Device device);
    }

    private Device change(long id, DeviceChange change) {
        return database.write(handle -> {
            change.apply(handle, find(handle, id));
            events.publish(handle, "device", id, Change.CHANGED);
            return find(handle, id);
        });
    }
}

package dev.slipway.site.fleet;

import dev.slipway.protocol.Firmware;
import dev.slipway.protocol.Registration.Environment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The tables {@code device} and {@code device_mac}. */
final class DeviceTable {
    private static final String SELECT = """
            select device.*,
              (select string_agg(mac, ' ' order by position) from device_mac where device_mac.device = device.id) as macs
            from device
            """;

    private DeviceTable() {}

    static Optional<Device> find(Handle handle, long id) {
        return handle.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .map((row, context) -> device(row))
                .findOne();
    }

    static Optional<Device> findByName(Handle handle, String name) {
        return handle.createQuery(SELECT + "where name_key = :key")
                .bind("key", key(name))
                .map((row, context) -> device(row))
                .findOne();
    }

    static List<Device> byKey(Handle handle, String publicKey) {
        return handle.createQuery(SELECT + "where public_key = :key or offered_key = :key order by id")
                .bind("key", publicKey)
                .map((row, context) -> device(row))
                .list();
    }

    /** Every device that shares the UUID or one of the addresses. */
    static List<Device> candidates(Handle handle, String uuid, List<String> macs) {
        List<String> conditions = new ArrayList<>();
        if (!uuid.isEmpty()) {
            conditions.add("smbios_uuid in (:uuid, :swapped)");
        }
        if (!macs.isEmpty()) {
            conditions.add("id in (select device from device_mac where mac in (<macs>))");
        }
        if (conditions.isEmpty()) {
            return List.of();
        }
        var query = handle.createQuery(SELECT + "where " + String.join(" or ", conditions) + " order by id");
        if (!uuid.isEmpty()) {
            query.bind("uuid", uuid).bind("swapped", HardwareId.otherByteOrder(uuid));
        }
        if (!macs.isEmpty()) {
            query.bindList("macs", macs);
        }
        return query.map((row, context) -> device(row)).list();
    }

    /** @param before last-seen time and id of the last device of the part before */
    static List<Device> list(
            Handle handle,
            Optional<DeviceState> state,
            Optional<String> collection,
            String search,
            Optional<LastSeen> before,
            int limit) {
        StringBuilder sql = new StringBuilder(SELECT).append("where 1 = 1\n");
        state.ifPresent(s -> sql.append("and state = :state\n"));
        collection.ifPresent(
                c -> sql.append("and ").append(Collections.IS_MEMBER).append('\n'));
        if (!search.isBlank()) {
            sql.append("""
                    and (name_key like :like escape '!' or smbios_uuid like :like escape '!' or lower(serial_number) like :like escape '!'
                      or exists (select 1 from device_mac where device_mac.device = device.id and mac like :like escape '!'))
                    """);
        }
        before.ifPresent(b -> sql.append(
                "and (coalesce(last_seen_at, 0) < :seen or (coalesce(last_seen_at, 0) = :seen and id < :id))\n"));
        sql.append("order by coalesce(last_seen_at, 0) desc, id desc limit :limit");
        var query = handle.createQuery(sql.toString()).bind("limit", limit);
        state.ifPresent(s -> query.bind("state", s));
        collection.ifPresent(c -> query.bind("collection", c));
        before.ifPresent(b -> query.bind("seen", b.milliseconds()).bind("id", b.id()));
        if (!search.isBlank()) {
            query.bind("like", like(search));
        }
        return query.map((row, context) -> device(row)).list();
    }

    /** Where a part of the list ended. */
    record LastSeen(long milliseconds, long id) {
        static LastSeen of(Device device) {
            return new LastSeen(device.lastSeenAt().map(Instant::toEpochMilli).orElse(0L), device.id());
        }

        /** @throws IllegalArgumentException when the text is none */
        static LastSeen parse(String text) {
            int dash = text.indexOf('-');
            return new LastSeen(
                    Long.parseLong(text.substring(0, Math.max(dash, 0))), Long.parseLong(text.substring(dash + 1)));
        }

        @Override
        public String toString() {
            return milliseconds + "-" + id;
        }
    }

    private static String like(String search) {
        String literal = search.strip()
                .toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
        return "%" + literal + "%";
    }

    /** @return the device with its new identifier */
    static Device insert(Handle handle, Device device) {
        long id = bindAll(handle.createUpdate("""
                insert into device (name, name_key, state, state_reason, unknown, smbios_uuid, serial_number, asset_tag, manufacturer, model,
                  firmware, architecture, memory_bytes, public_key, offered_key, agent_version, environment, address, created_at, last_seen_at)
                values (:name, :nameKey, :state, :stateReason, :unknown, :smbiosUuid, :serialNumber, :assetTag, :manufacturer, :model,
                  :firmware, :architecture, :memoryBytes, :publicKey, :offeredKey, :agentVersion, :environment, :address, :createdAt, :lastSeenAt)
                """), device)
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
        replaceMacs(handle, id, device.macAddresses());
        return find(handle, id).orElseThrow();
    }

    static void update(Handle handle, Device device) {
        bindAll(handle.createUpdate("""
                update device set name = :name, name_key = :nameKey, state = :state, state_reason = :stateReason, unknown = :unknown,
                  smbios_uuid = :smbiosUuid, serial_number = :serialNumber, asset_tag = :assetTag, manufacturer = :manufacturer, model = :model,
                  firmware = :firmware, architecture = :architecture, memory_bytes = :memoryBytes, public_key = :publicKey, offered_key = :offeredKey,
                  agent_version = :agentVersion, environment = :environment, address = :address, last_seen_at = :lastSeenAt
                where id = :id
                """), device).bind("id", device.id()).execute();
        replaceMacs(handle, device.id(), device.macAddresses());
    }

    private static void replaceMacs(Handle handle, long id, List<String> macs) {
        List<String> stored = handle.createQuery("select mac from device_mac where device = :id order by position")
                .bind("id", id)
                .mapTo(String.class)
                .list();
        if (stored.equals(macs)) {
            return;
        }
        handle.execute("delete from device_mac where device = ?", id);
        for (int position = 0; position < macs.size(); position++) {
            handle.execute(
                    "insert into device_mac (device, mac, position) values (?, ?, ?)",
                    id,
                    macs.get(position),
                    position);
        }
    }

    private static <S extends SqlStatement<S>> S bindAll(S statement, Device device) {
        return statement
                .bind("name", device.name())
                .bind("nameKey", key(device.name()))
                .bind("state", device.state())
                .bind("stateReason", device.stateReason())
                .bind("unknown", device.unknown())
                .bind("smbiosUuid", device.smbiosUuid())
                .bind("serialNumber", device.serialNumber())
                .bind("assetTag", device.assetTag())
                .bind("manufacturer", device.manufacturer())
                .bind("model", device.model())
                .bind("firmware", device.firmware().map(Firmware::name).orElse(null))
                .bind("architecture", device.architecture())
                .bind("memoryBytes", device.memoryBytes())
                .bind("publicKey", device.publicKey())
                .bind("offeredKey", device.offeredKey())
                .bind("agentVersion", device.agentVersion())
                .bind("environment", device.environment().map(Environment::name).orElse(null))
                .bind("address", device.address())
                .bind("createdAt", device.createdAt())
                .bind("lastSeenAt", device.lastSeenAt().orElse(null));
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Device device(ResultSet row) throws SQLException {
        String macs = row.getString("macs");
        return new Device(
                row.getLong("id"),
                row.getString("name"),
                DeviceState.valueOf(row.getString("state")),
                row.getString("state_reason"),
                row.getInt("unknown") != 0,
                row.getString("smbios_uuid"),
                macs == null ? List.of() : List.of(macs.split(" ")),
                row.getString("serial_number"),
                row.getString("asset_tag"),
                row.getString("manufacturer"),
                row.getString("model"),
                text(row, "firmware").map(Firmware::valueOf),
                row.getString("architecture"),
                row.getLong("memory_bytes"),
                row.getString("public_key"),
                row.getString("offered_key"),
                row.getString("agent_version"),
                text(row, "environment").map(Environment::valueOf),
                row.getString("address"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                lastSeen(row));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        @Nullable String value = row.getString(column);
        return Optional.ofNullable(value);
    }

    private static Optional<Instant> lastSeen(ResultSet row) throws SQLException {
        long milliseconds = row.getLong("last_seen_at");
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(milliseconds));
    }
}

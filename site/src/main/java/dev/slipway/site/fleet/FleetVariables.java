package dev.slipway.site.fleet;

import dev.slipway.protocol.RunPolicy;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.Vault;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event.Change;
import dev.slipway.site.operation.Events;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Variables of collections and devices. Secret values are sealed in the table and leave the site only in a machine's policy (VAR-3). */
@Component
public class FleetVariables {
    private final Database database;
    private final Vault vault;
    private final Events events;

    FleetVariables(Database database, Vault vault, Events events) {
        this.database = database;
        this.vault = vault;
        this.events = events;
    }

    /** As people may see it. @param value null when secret */
    public record Shown(String name, @Nullable String value, boolean secret) {}

    record Row(String name, String value, boolean secret) {}

    public List<Shown> list(VariableOwner owner) {
        return database.read(handle -> {
            requireOwner(handle, owner);
            return rows(handle, owner).stream().map(FleetVariables::shown).toList();
        });
    }

    private static Shown shown(Row row) {
        return new Shown(row.name(), row.secret() ? null : row.value(), row.secret());
    }

    /** @throws SlipwayException 422 when name or value break VAR-1 or TS-6; an empty value removes nothing here, use {@link #remove} */
    public Shown put(VariableOwner owner, String name, String value, boolean secret) {
        VariableRule.broken(name, value).ifPresent(rule -> {
            throw new SlipwayException(
                    rule.code, 422, "The variable \"" + name + "\" cannot be set: " + rule.explanation + ".");
        });
        return database.write(handle -> {
            requireOwner(handle, owner);
            handle.createUpdate("""
                    insert into variable (owner_kind, owner_id, name_key, name, value, secret) values (:kind, :id, :key, :name, :value, :secret)
                    on conflict (owner_kind, owner_id, name_key)
                      do update set name = excluded.name, value = excluded.value, secret = excluded.secret
                    """)
                    .bind("kind", owner.kind())
                    .bind("id", owner.id())
                    .bind("key", key(name))
                    .bind("name", name)
                    .bind("value", secret ? vault.seal(place(owner, name), value) : value)
                    .bind("secret", secret)
                    .execute();
            publish(handle, owner);
            return new Shown(name, secret ? null : value, secret);
        });
    }

    public void remove(VariableOwner owner, String name) {
        database.change(handle -> {
            requireOwner(handle, owner);
            int removed = handle.execute(
                    "delete from variable where owner_kind = ? and owner_id = ? and name_key = ?",
                    owner.kind().name(),
                    owner.id(),
                    key(name));
            if (removed == 0) {
                throw SlipwayException.notFound("variable", name);
            }
            publish(handle, owner);
        });
    }

    /** What a device starts with: weakest first collections in the order of their priority, then its own (VAR-2). Secrets in clear. */
    public List<RunPolicy.Variable> effective(Handle handle, Device device) {
        List<Collection> byPriority = new ArrayList<>(Collections.of(handle, device));
        byPriority.sort(Comparator.comparingInt(Collection::variablePriority).thenComparing(Collection::id));
        Map<String, RunPolicy.Variable> merged = new TreeMap<>();
        for (Collection collection : byPriority) {
            merge(handle, VariableOwner.collection(collection.id()), merged);
        }
        merge(handle, VariableOwner.device(device.id()), merged);
        return List.copyOf(merged.values());
    }

    private void merge(Handle handle, VariableOwner owner, Map<String, RunPolicy.Variable> into) {
        for (Row row : rows(handle, owner)) {
            String value = row.secret() ? vault.open(place(owner, row.name()), row.value()) : row.value();
            into.put(key(row.name()), new RunPolicy.Variable(row.name(), value, row.secret()));
        }
    }

    private static List<Row> rows(Handle handle, VariableOwner owner) {
        return handle.createQuery("""
                select name, value, secret from variable where owner_kind = :kind and owner_id = :id order by name_key
                """)
                .bind("kind", owner.kind())
                .bind("id", owner.id())
                .mapTo(Row.class)
                .list();
    }

    private static void requireOwner(Handle handle, VariableOwner owner) {
        switch (owner.kind()) {
            case DEVICE -> Devices.find(handle, Long.parseLong(owner.id()));
            case COLLECTION -> Collections.get(handle, owner.id());
        }
    }

    private void publish(Handle handle, VariableOwner owner) {
        events.publish(handle, owner.kind().name().toLowerCase(Locale.ROOT), owner.id(), Change.CHANGED);
    }

    private static String place(VariableOwner owner, String name) {
        return "variable/" + owner.kind() + "/" + owner.id() + "/" + key(name);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

package dev.slipway.site.access.scope;

import dev.slipway.site.Caller;
import dev.slipway.site.ObjectName;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.database.RowRules;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which objects whom are shown (section 24 of the behaviour specification). */
@Component
public class Scopes {
    private static final int LONGEST_NAME = 50;
    private static final int LONGEST_DESCRIPTION = 127;
    /** Databases take no statement with any number of parameters. */
    private static final int AT_ONCE = 500;

    private final Database database;
    private final Clock clock;

    Scopes(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The built-in ones first, then by name; for a limited account only its own. */
    public List<SecurityScope> all(Caller caller) {
        Set<String> own = mine(caller);
        return database.readAll(handle -> new ScopeSql(handle)
                .all().stream()
                        .filter(scope -> own.contains(SecurityScope.ALL) || own.contains(scope.id()))
                        .toList());
    }

    /** A Full Administrator has all, whatever was given to the account. */
    public Set<String> mine(Caller caller) {
        return caller.role() == Role.FULL_ADMINISTRATOR ? Set.of(SecurityScope.ALL) : ofAccount(caller.name());
    }

    /** @throws SlipwayException 409 {@code security-scope-exists} */
    public SecurityScope create(String name, String description) {
        check(name, description);
        return database.write(handle -> {
            long number = handle.createQuery(
                            "update fleet_number set last_given = last_given + 1 where kind = 'security-scope' returning last_given")
                    .mapTo(Long.class)
                    .one();
            String id = "SC%05d".formatted(number);
            refuseTaken(handle, name, id);
            new ScopeSql(handle).insert(id, name.strip(), key(name), description.strip(), clock.instant());
            return require(handle, id);
        });
    }

    /** What is null stays. */
    public SecurityScope change(String id, @Nullable String name, @Nullable String description) {
        return database.write(handle -> {
            SecurityScope now = own(handle, id);
            String called = name == null ? now.name() : name;
            String described = description == null ? now.description() : description;
            check(called, described);
            refuseTaken(handle, called, id);
            new ScopeSql(handle).update(id, called.strip(), key(called), described.strip());
            return require(handle, id);
        });
    }

    /** @throws SlipwayException 409 {@code security-scope-in-use} while an account or object has it; {@code security-scope-built-in} */
    public void delete(String id) {
        database.change(handle -> {
            SecurityScope now = own(handle, id);
            if (now.accounts() > 0 || now.objects() > 0) {
                throw new SlipwayException(
                        "security-scope-in-use",
                        409,
                        "%d accounts have the scope %s and %d objects are in it. Give them another one first."
                                .formatted(now.accounts(), now.name(), now.objects()));
            }
            new ScopeSql(handle).delete(id);
        });
    }

    private static SecurityScope own(Handle handle, String id) {
        SecurityScope found = require(handle, id);
        if (found.builtIn()) {
            throw new SlipwayException(
                    "security-scope-built-in", 409, found.name() + " is built in and stays as it is.");
        }
        return found;
    }

    private static SecurityScope require(Handle handle, String id) {
        return new ScopeSql(handle).find(id).orElseThrow(() -> SlipwayException.notFound("security scope", id));
    }

    private static void refuseTaken(Handle handle, String name, String id) {
        if (new ScopeSql(handle).isNameTaken(key(name), id)) {
            throw new SlipwayException("security-scope-exists", 409, "There is a scope " + name.strip() + " already.");
        }
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private static void check(String name, String description) {
        ObjectName.check("scope", name, LONGEST_NAME);
        if (description.length() > LONGEST_DESCRIPTION) {
            throw SlipwayException.invalid(
                    "description", "The description has at most " + LONGEST_DESCRIPTION + " characters.");
        }
    }

    public Set<String> ofAccount(String account) {
        return database.readAll(handle -> new ScopeSql(handle).ofAccount(account));
    }

    /** @throws SlipwayException {@code account-not-found}, 422 when a scope does not exist */
    public Set<String> setAccount(String account, Collection<String> scopes) {
        return database.write(handle -> {
            boolean known = handle.createQuery("select count(*) from account where name = :name")
                            .bind("name", account)
                            .mapTo(Long.class)
                            .one()
                    > 0;
            if (!known) {
                throw SlipwayException.notFound("account", account);
            }
            ScopeSql sql = new ScopeSql(handle);
            requireEach(sql, scopes);
            sql.setAccount(account, Set.copyOf(scopes));
            return sql.ofAccount(account);
        });
    }

    private static void requireEach(ScopeSql sql, Collection<String> scopes) {
        for (String scope : scopes) {
            if (sql.find(scope).isEmpty()) {
                throw SlipwayException.invalid("scopes", "There is no security scope " + scope + ".");
            }
        }
    }

    /** What the caller may know of them: a limited account learns only of its own. @throws SlipwayException {@code object-not-found} */
    public Set<String> ofObject(String object, Caller caller) {
        Set<String> own = mine(caller);
        return database.read(handle -> {
            ScopeSql sql = new ScopeSql(handle);
            if (sql.typeOf(object).isEmpty()) {
                throw SlipwayException.notFound("object", object);
            }
            Set<String> found = new HashSet<>(sql.ofObject(object));
            if (!own.contains(SecurityScope.ALL)) {
                found.retainAll(own);
            }
            return Set.copyOf(found);
        });
    }

    /**
     * Set Security Scopes. A limited account gives and takes only scopes of its own; others that the object has stay.
     *
     * @throws SlipwayException {@code object-not-found}; 403 {@code security-scope-not-yours}; 422 when none would be left, or for the scope All
     */
    public void setObject(String object, Collection<String> scopes, Caller caller) {
        Set<String> own = mine(caller);
        boolean all = own.contains(SecurityScope.ALL);
        database.change(handle -> {
            ScopeSql sql = new ScopeSql(handle);
            if (sql.typeOf(object).isEmpty()) {
                throw SlipwayException.notFound("object", object);
            }
            for (String scope : scopes) {
                if (!all && !own.contains(scope)) {
                    throw new SlipwayException(
                            "security-scope-not-yours",
                            403,
                            "You do not have the security scope " + scope + "; ask a Full Administrator to set it.");
                }
            }
            requireEach(sql, scopes);
            Set<String> after = new HashSet<>(scopes);
            sql.ofObject(object).stream()
                    .filter(scope -> !all && !own.contains(scope))
                    .forEach(after::add);
            if (after.isEmpty() || after.contains(SecurityScope.ALL)) {
                throw SlipwayException.invalid(
                        "scopes", "An object is in one or more scopes other than All, which is for accounts.");
            }
            sql.setObject(object, after);
        });
    }

    /** Puts a new object into its creator's scopes; into Default when the creator sees all, or is the site itself. */
    public static void assign(Handle handle, String object, String creator) {
        ScopeSql sql = new ScopeSql(handle);
        Set<String> scopes = sql.ofAccount(creator);
        sql.setObject(
                object,
                scopes.isEmpty() || scopes.contains(SecurityScope.ALL) ? Set.of(SecurityScope.DEFAULT) : scopes);
    }

    /**
     * What a refusal says of the objects in its way: of those outside the scopes of the account that this thread works for no more than that they are there.
     *
     * @param textsById in the order in which they are named
     */
    public static String named(Handle handle, Map<String, String> textsById) {
        String reader = RowRules.reader();
        Set<String> hidden = reader == null ? Set.of() : hidden(handle, reader, textsById.keySet());
        return textsById.entrySet().stream()
                .map(one -> hidden.contains(one.getKey()) ? "an object outside your security scopes" : one.getValue())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Whether an object is outside the scopes of the account for which an operation works, whose threads nothing limits. */
    public static boolean isHiddenFrom(Handle handle, String account, String object) {
        return new ScopeSql(handle).isLimited(account)
                && !hidden(handle, account, Set.of(object)).isEmpty();
    }

    /** Of some identifiers those that are not for the account that this thread works for. */
    Set<String> hidden(Collection<String> identifiers) {
        String reader = RowRules.reader();
        return reader == null || identifiers.isEmpty()
                ? Set.of()
                : database.readAll(handle -> hidden(handle, reader, identifiers));
    }

    private static Set<String> hidden(Handle handle, String account, Collection<String> identifiers) {
        List<String> all = List.copyOf(identifiers);
        Set<String> found = new HashSet<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            found.addAll(new ScopeSql(handle).hidden(account, all.subList(from, Math.min(all.size(), from + AT_ONCE))));
        }
        return found;
    }
}

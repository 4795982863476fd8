package dev.slipway.site.library.source;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.Vault;
import dev.slipway.site.access.scope.Scopes;
import dev.slipway.site.database.Database;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** The accounts with which the site opens shares. */
@Component
public class SourceAccounts {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@-]{0,49}");
    private static final int LONGEST = 255;
    private static final String COLUMNS = "name, user_name, domain, changed_at";
    private final Database database;
    private final Vault vault;
    private final Clock clock;

    SourceAccounts(Database database, Vault vault, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
    }

    /** By name. */
    public List<SourceAccount> all() {
        return database.read(
                handle -> handle.createQuery("select " + COLUMNS + " from source_account order by lower(name)")
                        .mapTo(SourceAccount.class)
                        .list());
    }

    /** @throws SlipwayException {@code source-account-not-found} */
    public SourceAccount get(String name) {
        return database.read(handle -> find(handle, name))
                .orElseThrow(() -> SlipwayException.notFound("source account", name));
    }

    /** Makes an account, or changes the one of this name; its password is kept sealed. */
    public SourceAccount put(String name, String userName, String domain, String password) {
        if (!NAME.matcher(name).matches()) {
            throw SlipwayException.invalid(
                    "name",
                    "A source account's name has 1 to 50 letters, digits, blanks and . _ @ -, and begins with a letter or digit.");
        }
        check("user", userName);
        check("domain", domain);
        check("password", password);
        if (userName.isBlank()) {
            throw SlipwayException.invalid("user", "The user must not be empty.");
        }
        return database.write(handle -> {
            handle.createUpdate("""
                    insert into source_account (name, user_name, domain, password, changed_at) values (:name, :user, :domain, :password, :now)
                    on conflict (name) do update set user_name = excluded.user_name, domain = excluded.domain, password = excluded.password,
                        changed_at = excluded.changed_at
                    """)
                    .bind("name", name)
                    .bind("user", userName)
                    .bind("domain", domain)
                    .bind("password", vault.seal(place(name), password))
                    .bind("now", clock.instant())
                    .execute();
            return find(handle, name).orElseThrow();
        });
    }

    /** @throws SlipwayException {@code source-account-in-use} while a package's source needs it */
    public void delete(String name) {
        database.change(handle -> {
            if (find(handle, name).isEmpty()) {
                throw SlipwayException.notFound("source account", name);
            }
            Map<String, String> users = new LinkedHashMap<>();
            handle.createQuery("select id, name from package where source_account = :name order by name")
                    .bind("name", name)
                    .map((row, context) -> Map.entry(row.getString("id"), row.getString("name")))
                    .forEach(user -> users.put(user.getKey(), user.getValue()));
            if (!users.isEmpty()) {
                throw new SlipwayException(
                        "source-account-in-use",
                        409,
                        "The source account " + name + " opens the source of " + Scopes.named(handle, users)
                                + ". Give these another account first.");
            }
            handle.execute("delete from source_account where name = ?", name);
        });
    }

    /** With the password, for the moment of its use. */
    OpenedAccount open(String name) throws SourceException {
        return database.read(handle -> handle.createQuery(
                                "select user_name, domain, password from source_account where name = :name")
                        .bind("name", name)
                        .map((row, context) -> new OpenedAccount(
                                name,
                                row.getString("user_name"),
                                row.getString("domain"),
                                vault.open(place(name), row.getString("password"))))
                        .findOne())
                .orElseThrow(() -> new SourceException(
                        "source-account-not-found",
                        "There is no source account " + name + "; it may have been deleted."));
    }

    private static Optional<SourceAccount> find(Handle handle, String name) {
        return handle.createQuery("select " + COLUMNS + " from source_account where name = :name")
                .bind("name", name)
                .mapTo(SourceAccount.class)
                .findOne();
    }

    private static String place(String name) {
        return "source-account/" + name;
    }

    private static void check(String field, String value) {
        if (value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
            throw SlipwayException.invalid(
                    field, "The " + field + " has at most " + LONGEST + " characters and no control characters.");
        }
    }
}

package dev.slipway.site.access.content;

import dev.slipway.site.Caller;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** Who may take a package's content out of the site or change it. */
@Component
public class AccessAccounts {
    /** DIST-12: of a package for which nobody has said anything else. */
    public static final List<AccessAccount> USUAL = List.of(
            new AccessAccount(AccessAccount.ADMINISTRATORS, ContentAccess.FULL),
            new AccessAccount(AccessAccount.USERS, ContentAccess.READ));

    private static final int MOST = 200;
    private final Database database;

    AccessAccounts(Database database) {
        this.database = database;
    }

    /** @throws SlipwayException {@code package-not-found} */
    public List<AccessAccount> of(String id) {
        return database.read(handle -> {
            requirePackage(handle, id);
            return of(handle, id);
        });
    }

    private static List<AccessAccount> of(Handle handle, String id) {
        List<AccessAccount> found = handle.createQuery(
                        "select principal, access from package_access where package = :id order by principal")
                .bind("id", id)
                .mapTo(AccessAccount.class)
                .list();
        return found.isEmpty() ? USUAL : found;
    }

    private static void requirePackage(Handle handle, String id) {
        if (!isPackage(handle, id)) {
            throw SlipwayException.notFound("package", id);
        }
    }

    private static boolean isPackage(Handle handle, String id) {
        return handle.createQuery("select count(*) from package where id = :id")
                        .bind("id", id)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /**
     * Puts these in place of those there were; none: the usual ones again.
     *
     * @throws SlipwayException 422 for an account that does not exist, or one named twice
     */
    public List<AccessAccount> set(String id, List<AccessAccount> wanted) {
        if (wanted.size() > MOST) {
            throw SlipwayException.invalid("accounts", "At most " + MOST + " access accounts.");
        }
        return database.write(handle -> {
            requirePackage(handle, id);
            handle.execute("delete from package_access where package = ?", id);
            Set<String> seen = new HashSet<>();
            for (AccessAccount entry : wanted) {
                requireAccount(handle, entry.account());
                if (!seen.add(entry.account())) {
                    throw SlipwayException.invalid("accounts", entry.account() + " is named twice.");
                }
                handle.execute(
                        "insert into package_access (package, principal, access) values (?, ?, ?)",
                        id,
                        entry.account(),
                        entry.access());
            }
            return of(handle, id);
        });
    }

    private static void requireAccount(Handle handle, String name) {
        boolean known = name.equals(AccessAccount.USERS)
                || name.equals(AccessAccount.ADMINISTRATORS)
                || handle.createQuery("select count(*) from account where name = :name")
                                .bind("name", name)
                                .mapTo(Long.class)
                                .one()
                        > 0;
        if (!known) {
            throw SlipwayException.invalid("accounts", "There is no account " + name + ".");
        }
    }

    /** The highest that any entry gives; a Full Administrator always has all. */
    public ContentAccess of(String id, Caller caller) {
        return database.readAll(handle -> access(of(handle, id), caller));
    }

    private static ContentAccess access(List<AccessAccount> entries, Caller caller) {
        if (caller.role() == Role.FULL_ADMINISTRATOR) {
            return ContentAccess.FULL;
        }
        return entries.stream()
                .filter(entry -> entry.account().equals(caller.name())
                        || entry.account().equals(AccessAccount.USERS)
                        || entry.account().equals(AccessAccount.ADMINISTRATORS)
                                && caller.role().covers(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER))
                .map(AccessAccount::access)
                .max(Enum::compareTo)
                .orElse(ContentAccess.NONE);
    }

    /** @throws SlipwayException 403 {@code content-access-refused} for the first of these that is a package and gives less */
    public void require(Collection<String> ids, ContentAccess needed, Caller caller) {
        database.readAll(handle -> {
            for (String id : ids) {
                if (isPackage(handle, id) && !access(of(handle, id), caller).covers(needed)) {
                    throw new SlipwayException(
                            "content-access-refused",
                            403,
                            "%s has no %s access to the content of %s. Somebody with full access gives it: Manage Access Accounts."
                                    .formatted(caller.name(), needed == ContentAccess.READ ? "read" : "full", id));
                }
            }
            return Boolean.TRUE;
        });
    }
}

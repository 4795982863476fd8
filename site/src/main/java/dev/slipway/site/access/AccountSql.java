package dev.slipway.site.access;

import dev.slipway.site.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables account and api_token. */
record AccountSql(Handle handle) {

    /** What a login needs to know. @param credentials counts the changes of password and role */
    record Login(
            String name,
            String passwordHash,
            Role role,
            long credentials,
            int failedLogins,
            @Nullable Instant lockedUntil,
            boolean seesAll) {}

    /** @param tokenId empty for a session */
    record Bearer(
            String tokenId,
            String account,
            Role role,
            @Nullable Instant lastUsedAt,
            boolean seesAll) {}

    /** Whether the account has the security scope All; asked with what each request asks anyway. */
    private static final String SEES_ALL =
            "(select count(*) from account_scope s where s.account = a.name and s.scope = 'SMS00ALL') as sees_all";

    List<Account> all() {
        return handle.createQuery("select name, role, created_at, last_login_at from account order by name")
                .mapTo(Account.class)
                .list();
    }

    Optional<Login> login(String name) {
        return handle.createQuery("""
                select a.name, password_hash, role, credentials, failed_logins, locked_until, <all> from account a where a.name = :name
                """)
                .define("all", SEES_ALL)
                .bind("name", name)
                .mapTo(Login.class)
                .findOne();
    }

    void insert(String name, String passwordHash, Role role, Instant now) {
        handle.execute(
                "insert into account (name, password_hash, role, created_at) values (?, ?, ?, ?)",
                name,
                passwordHash,
                role,
                now);
        // The security scope All, until others are given.
        handle.execute("insert into account_scope (account, scope) values (?, 'SMS00ALL')", name);
    }

    boolean delete(String name) {
        // Somebody else may get the name; and a package whose only access account goes must not be open to all again.
        handle.execute("""
                insert into package_access (package, principal, access)
                select package, '*users', 'NONE' from package_access where principal = ? on conflict do nothing
                """, name);
        handle.execute("delete from package_access where principal = ?", name);
        return handle.execute("delete from account where name = ?", name) > 0;
    }

    long administrators() {
        return handle.createQuery("select count(*) from account where role = :role")
                .bind("role", Role.FULL_ADMINISTRATOR)
                .mapTo(Long.class)
                .one();
    }

    void setPassword(String name, String passwordHash) {
        handle.execute(
                "update account set password_hash = ?, credentials = credentials + 1 where name = ?",
                passwordHash,
                name);
    }

    void loggedIn(String name, Instant now) {
        handle.execute(
                "update account set failed_logins = 0, locked_until = null, last_login_at = ? where name = ?",
                now,
                name);
    }

    void failed(String name, @Nullable Instant lockedUntil) {
        handle.createUpdate("""
                update account set failed_logins = failed_logins + 1, locked_until = :until where name = :name
                """)
                .bindByType("until", lockedUntil, Instant.class)
                .bind("name", name)
                .execute();
    }

    void insertToken(Token token, String account, String hash) {
        handle.createUpdate("""
                insert into api_token (id, account, name, token_hash, created_at, expires_at)
                values (:id, :account, :name, :hash, :created, :expires)
                """)
                .bind("id", token.id())
                .bind("account", account)
                .bind("name", token.name())
                .bind("hash", hash)
                .bind("created", token.createdAt())
                .bind("expires", token.expiresAt())
                .execute();
    }

    Optional<Bearer> bearer(String hash, Instant now) {
        return handle.createQuery("""
                select t.id as token_id, a.name as account, a.role, t.last_used_at, <all>
                from api_token t join account a on a.name = t.account
                where t.token_hash = :hash and t.expires_at > :now
                """)
                .define("all", SEES_ALL)
                .bind("hash", hash)
                .bind("now", now)
                .mapTo(Bearer.class)
                .findOne();
    }

    void used(String tokenId, Instant now) {
        handle.execute("update api_token set last_used_at = ? where id = ?", now, tokenId);
    }

    List<Token> tokens(String account) {
        return handle.createQuery("""
                select id, name, created_at, expires_at, last_used_at from api_token where account = :account order by created_at
                """)
                .bind("account", account)
                .mapTo(Token.class)
                .list();
    }

    boolean deleteToken(String account, String id) {
        return handle.execute("delete from api_token where account = ? and id = ?", account, id) > 0;
    }

    void deleteOtherTokens(String account, String keptId) {
        handle.execute("delete from api_token where account = ? and id <> ?", account, keptId);
    }

    void deleteExpired(Instant now) {
        handle.execute("delete from api_token where expires_at <= ?", now);
    }
}

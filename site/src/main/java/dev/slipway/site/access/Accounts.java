package dev.slipway.site.access;

import dev.slipway.site.Caller;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Who may log in, with what. */
@Component
public class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    private static final int FREE_FAILURES = 5;
    private static final Duration FIRST_LOCK = Duration.ofSeconds(30);
    private static final Duration LONGEST_LOCK = Duration.ofMinutes(15);
    private final Database database;
    private final Passwords passwords;
    private final Audit audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /** Compared with when there is no such account, so that both cases take the same time. */
    private final String nobody;

    Accounts(Database database, Passwords passwords, Audit audit, Clock clock) {
        this.database = database;
        this.passwords = passwords;
        this.audit = audit;
        this.clock = clock;
        this.nobody = passwords.hash(passwords.random());
    }

    /** Makes the first administrator. @return the password, when there was no account */
    Optional<String> makeFirst() {
        String password = passwords.random();
        String hash = passwords.hash(password);
        return database.write(handle -> {
            AccountSql sql = new AccountSql(handle);
            if (!sql.all().isEmpty()) {
                return Optional.empty();
            }
            sql.insert("admin", hash, Role.FULL_ADMINISTRATOR, clock.instant());
            return Optional.of(password);
        });
    }

    public List<Account> all() {
        return database.read(handle -> new AccountSql(handle).all());
    }

    public Account get(String name) {
        return all().stream()
                .filter(account -> account.name().equals(name))
                .findFirst()
                .orElseThrow(() -> SlipwayException.notFound("account", name));
    }

    public Account create(String name, String password, Role role) {
        if (!NAME.matcher(name).matches()) {
            throw SlipwayException.invalid(
                    "name",
                    "An account's name has 1 to 64 letters, digits, or . _ @ - and begins with a letter or digit.");
        }
        passwords.check(password);
        String hash = passwords.hash(password);
        Instant now = clock.instant();
        database.change(handle -> {
            AccountSql sql = new AccountSql(handle);
            if (sql.login(name).isPresent()) {
                throw new SlipwayException("account-exists", 409, "There is an account " + name + " already.");
            }
            sql.insert(name, hash, role, now);
        });
        return new Account(name, role, now, null);
    }

    public void delete(String name) {
        database.change(handle -> {
            AccountSql sql = new AccountSql(handle);
            AccountSql.Login account = sql.login(name).orElseThrow(() -> SlipwayException.notFound("account", name));
            if (account.role() == Role.FULL_ADMINISTRATOR && sql.administrators() == 1) {
                throw new SlipwayException(
                        "last-administrator",
                        409,
                        name + " is the last Full Administrator; make another one before you delete this account.");
            }
            sql.delete(name);
        });
    }

    /** Ends all the account's sessions and all its tokens but one. @param keptToken empty for none */
    public void changePassword(String name, String current, String changed, String keptToken) {
        AccountSql.Login account = known(name);
        if (!passwords.matches(current, account.passwordHash())) {
            throw new SlipwayException("password-wrong", 403, "The current password is not right.");
        }
        passwords.check(changed);
        String hash = passwords.hash(changed);
        database.change(handle -> {
            AccountSql sql = new AccountSql(handle);
            sql.setPassword(name, hash);
            sql.deleteOtherTokens(name, keptToken);
        });
    }

    /**
     * Checks a password.
     *
     * @param address where the attempt comes from, for the audit
     * @throws SlipwayException login-failed, login-throttled
     */
    LoggedIn login(String name, String password, String address) {
        Optional<AccountSql.Login> found = database.read(handle -> new AccountSql(handle).login(name));
        Instant now = clock.instant();
        if (found.isPresent()) {
            refuseLocked(found.get().lockedUntil(), now);
        }
        boolean right = passwords.matches(
                password, found.map(AccountSql.Login::passwordHash).orElse(nobody));
        if (found.isEmpty() || !right) {
            fail(found, name, address, now);
            throw new SlipwayException("login-failed", 401, "Account or password is wrong.");
        }
        database.change(handle -> new AccountSql(handle).loggedIn(name, now));
        return new LoggedIn(name, found.get().role(), found.get().credentials());
    }

    /** The text of a new token; only its hash is kept. */
    NewToken makeToken(Caller caller, String name, Duration lifetime) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        byte[] id = new byte[8];
        random.nextBytes(id);
        String text = "slipway_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Instant now = clock.instant();
        Token token = new Token(HexFormat.of().formatHex(id), name, now, now.plus(lifetime), null);
        database.change(handle -> new AccountSql(handle).insertToken(token, caller.name(), sha256(text)));
        return new NewToken(token.id(), text, caller.name(), caller.role(), token.expiresAt());
    }

    /** Who holds this token, if it is good. */
    Optional<AccountSql.Bearer> bearer(String text) {
        Instant now = clock.instant();
        Optional<AccountSql.Bearer> found = database.read(handle -> new AccountSql(handle).bearer(sha256(text), now));
        found.filter(bearer -> isStale(bearer.lastUsedAt(), now))
                .ifPresent(bearer -> database.change(handle -> new AccountSql(handle).used(bearer.tokenId(), now)));
        return found;
    }

    /** The account of a session whose login still holds: the account exists, password and role are the same. */
    Optional<AccountSql.Login> holder(LoggedIn session) {
        return database.read(handle -> new AccountSql(handle).login(session.name()))
                .filter(account -> account.credentials() == session.credentials());
    }

    public List<Token> tokens(String account) {
        return database.read(handle -> new AccountSql(handle).tokens(account));
    }

    public void revoke(String account, String tokenId) {
        boolean revoked = database.write(handle -> new AccountSql(handle).deleteToken(account, tokenId));
        if (!revoked) {
            throw SlipwayException.notFound("token", tokenId);
        }
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT2M")
    void forgetExpired() {
        database.change(handle -> new AccountSql(handle).deleteExpired(clock.instant()));
    }

    private AccountSql.Login known(String name) {
        return database.read(handle -> new AccountSql(handle).login(name))
                .orElseThrow(() -> SlipwayException.notFound("account", name));
    }

    private static void refuseLocked(@Nullable Instant lockedUntil, Instant now) {
        if (lockedUntil != null && lockedUntil.isAfter(now)) {
            long seconds = Duration.between(now, lockedUntil).toSeconds() + 1;
            throw new SlipwayException(
                    "login-throttled", 429, "Too many failed logins. Try again in " + seconds + " seconds.");
        }
    }

    private void fail(Optional<AccountSql.Login> found, String name, String address, Instant now) {
        database.change(handle -> {
            found.ifPresent(account -> new AccountSql(handle).failed(name, lock(account.failedLogins() + 1, now)));
            audit.record(handle, found.isPresent() ? name : "", address, "login", "failed", 401);
        });
        LOG.warn("A login as \"{}\" from {} failed", printable(name), address);
    }

    private static @Nullable Instant lock(int failures, Instant now) {
        if (failures < FREE_FAILURES) {
            return null;
        }
        Duration doubled = FIRST_LOCK.multipliedBy(1L << Math.min(failures - FREE_FAILURES, 10));
        return now.plus(doubled.compareTo(LONGEST_LOCK) > 0 ? LONGEST_LOCK : doubled);
    }

    private static boolean isStale(@Nullable Instant lastUsed, Instant now) {
        return lastUsed == null || lastUsed.isBefore(now.minus(Duration.ofMinutes(1)));
    }

    private static String printable(String name) {
        String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 64 ? clean.substring(0, 64) : clean;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token with its text, shown once. */
    record NewToken(String id, String token, String account, Role role, Instant expiresAt) {
        @Override
        public String toString() {
            return "NewToken[" + id + "]";
        }
    }
}

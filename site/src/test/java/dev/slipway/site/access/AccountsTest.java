package dev.slipway.site.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.Role;
import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import dev.slipway.site.TestSite.Answer;
import dev.slipway.site.database.Database;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private static final String PASSWORD = "correct horse battery";
    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = SharedSite.get();
    }

    private static Answer login(String account, String password) throws Exception {
        return site.send(
                "POST", "/api/v1/tokens", "{\"account\":\"" + account + "\",\"password\":\"" + password + "\"}", "");
    }

    private static String token(Answer login) {
        return login.json().get("token").asString();
    }

    private static void create(String name) {
        site.bean(Accounts.class).create(name, PASSWORD, Role.OPERATOR);
    }

    @Test
    void wrongPasswordAndUnknownAccountGetTheSameAnswer() throws Exception {
        create("lena");
        Answer wrong = login("lena", "not her password");
        Answer unknown = login("nobody", "not her password");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("login-failed");
        assertThat(unknown).isEqualTo(wrong);
    }

    @Test
    void repeatedFailuresLockTheAccountEvenForTheRightPassword() throws Exception {
        create("mallory");
        for (int i = 0; i < 5; i++) {
            assertThat(login("mallory", "wrong " + i).code()).isEqualTo("login-failed");
        }
        Answer right = login("mallory", PASSWORD);
        assertThat(right.status()).isEqualTo(429);
        assertThat(right.code()).isEqualTo("login-throttled");
    }

    @Test
    void changedPasswordEndsTheOtherTokens() throws Exception {
        create("nora");
        String kept = token(login("nora", PASSWORD));
        String other = token(login("nora", PASSWORD));
        Answer changed = site.send(
                "PUT",
                "/api/v1/account/password",
                "{\"current\":\"" + PASSWORD + "\",\"new\":\"another long password\"}",
                kept);
        assertThat(changed.status()).isEqualTo(204);
        assertThat(site.send("GET", "/api/v1/account", "", kept).status()).isEqualTo(200);
        assertThat(site.send("GET", "/api/v1/account", "", other).status()).isEqualTo(401);
        assertThat(login("nora", PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void revokedTokenIsWorthNothing() throws Exception {
        create("olaf");
        String token = token(login("olaf", PASSWORD));
        assertThat(site.send("DELETE", "/api/v1/tokens/current", "", token).status())
                .isEqualTo(204);
        assertThat(site.send("GET", "/api/v1/account", "", token).status()).isEqualTo(401);
    }

    @Test
    void tokensAndPasswordsAreNotInTheDatabase() throws Exception {
        create("pia");
        String token = token(login("pia", PASSWORD));
        List<String> hashes = site.bean(Database.class)
                .read(handle -> handle.createQuery("""
                        select token_hash from api_token union all select password_hash from account
                        """).mapTo(String.class).list());
        String stored = String.join("\n", hashes);
        assertThat(stored).doesNotContain(token).doesNotContain(PASSWORD).contains("$argon2id$");
    }

    @Test
    void shortPasswordIsRefused() throws Exception {
        Answer answer =
                site.api("POST", "/accounts", "{\"name\":\"quinn\",\"password\":\"short\",\"role\":\"OPERATOR\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("password-too-short");
    }

    @Test
    void accountIsMadeOnceAndDeleted() throws Exception {
        String account = "{\"name\":\"rosa\",\"password\":\"" + PASSWORD + "\",\"role\":\"OPERATOR\"}";
        assertThat(site.api("POST", "/accounts", account).status()).isEqualTo(201);
        assertThat(site.api("POST", "/accounts", account).code()).isEqualTo("account-exists");
        assertThat(site.api("DELETE", "/accounts/rosa", "").status()).isEqualTo(204);
        assertThat(site.get("/accounts").body()).doesNotContain("rosa");
    }

    @Test
    void changesLeaveAuditRows() throws Exception {
        site.api("DELETE", "/accounts/nobody-of-this-name", "");
        long rows = site.bean(Database.class)
                .read(handle -> handle.createQuery("""
                        select count(*) from audit
                        where account = 'tester' and subject = 'DELETE /api/v1/accounts/nobody-of-this-name' and status = 404
                        """).mapTo(Long.class).one());
        assertThat(rows).isEqualTo(1);
    }

    @Test
    void formLoginNeedsItsToken() throws Exception {
        assertThat(site.send("POST", "/login", "", "").location()).endsWith("/login?expired");
    }
}

package dev.slipway.site.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.Role;
import dev.slipway.site.TestSite;
import dev.slipway.site.access.Accounts;
import dev.slipway.site.database.Database;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Section 1 of the behaviour specification: objects are edited by one editor at a time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocksTest {
    private static final String IMAGE = "SLPFFE01";
    private static final String SEQUENCE = "SLPFFE02";
    private static final String XML = """
            <sequence version="3.10"><step type="SMS_TaskSequence_RunCommandLineAction" name="Only"><action>true</action></step></sequence>
            """;
    private final HttpClient client = HttpClient.newHttpClient();
    private Path folder;
    private TestSite site;
    private String anna;
    private String bert;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = Files.createDirectories(temporary.resolve("site"));
        site = TestSite.start(folder);
        site.addImage(IMAGE, "an image");
        site.addSequence(SEQUENCE, "A sequence", XML);
        anna = logIn("anna");
        bert = logIn("bert");
    }

    @AfterAll
    void stop() {
        client.close();
        site.close();
    }

    @AfterEach
    void nobodyEdits() {
        site.bean(Database.class).change(handle -> handle.execute("delete from object_lock"));
    }

    private String logIn(String name) throws IOException, InterruptedException {
        if (site.bean(Accounts.class).all().stream()
                .noneMatch(account -> account.name().equals(name))) {
            site.bean(Accounts.class).create(name, "a password for tests", Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER);
        }
        return site.send(
                        "POST",
                        "/api/v1/tokens",
                        "{\"account\":\"" + name + "\",\"password\":\"a password for tests\"}",
                        "")
                .json()
                .get("token")
                .asString();
    }

    private TestSite.Answer rename(String who) throws IOException, InterruptedException {
        return site.send("PATCH", "/api/v1/images/" + IMAGE, "{\"comment\":\"changed\"}", who);
    }

    private TestSite.Answer take(String object, String who) throws IOException, InterruptedException {
        return site.send("PUT", "/api/v1/locks/" + object, "", who);
    }

    private int from(String device, String method, String object, String who) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + site.httpPort() + "/api/v1/locks/" + object))
                .header("Authorization", "Bearer " + who)
                .header("Slipway-Device", device)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void whatSomebodyElseEditsCannotBeChangedAndTheRefusalSaysWhoAndUntilWhen() throws Exception {
        assertThat(take(IMAGE, anna).status()).isEqualTo(200);
        TestSite.Answer refused = rename(bert);
        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.code()).isEqualTo("object-locked");
        assertThat(refused.json().get("detail").asString())
                .contains("Package " + IMAGE, "edited by anna", "since", "until", "ask anna to save or to discard");
        assertThat(rename(anna).status()).isEqualTo(200);
    }

    @Test
    void aScriptNeedsNoLock() throws Exception {
        assertThat(rename(bert).status()).isEqualTo(200);
        assertThat(site.get("/locks/" + IMAGE).code()).isEqualTo("object-not-locked");
    }

    @Test
    void lookingNeverLocks() throws Exception {
        assertThat(site.send("GET", "/api/v1/images/" + IMAGE, "", anna).status())
                .isEqualTo(200);
        assertThat(site.get("/locks").json().get("items")).isEmpty();
    }

    @Test
    void aLockEndsAfterThirtyMinutes() throws Exception {
        Instant expires =
                Instant.parse(take(IMAGE, anna).json().get("expiresAt").asString());
        assertThat(Duration.between(Instant.now(), expires)).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
        site.bean(Database.class)
                .change(handle -> handle.execute("update object_lock set expires_at = ?", Instant.now()));
        assertThat(rename(bert).status()).isEqualTo(200);
        assertThat(take(IMAGE, bert).json().get("account").asString()).isEqualTo("bert");
    }

    @Test
    void aChangeByItsHolderRenewsIt() throws Exception {
        take(IMAGE, anna);
        Instant soon = Instant.now().plusSeconds(60);
        site.bean(Database.class).change(handle -> handle.execute("update object_lock set expires_at = ?", soon));
        rename(anna);
        assertThat(Instant.parse(
                        site.get("/locks/" + IMAGE).json().get("expiresAt").asString()))
                .isAfter(soon.plusSeconds(600));
    }

    @Test
    void onlyTheSameAccountOnTheSameDeviceDiscardsIt() throws Exception {
        assertThat(from("desk", "PUT", IMAGE, anna)).isEqualTo(200);
        assertThat(from("desk", "DELETE", IMAGE, bert)).isEqualTo(423);
        assertThat(from("laptop", "DELETE", IMAGE, anna)).isEqualTo(423);
        assertThat(from("laptop", "PUT", IMAGE, anna)).isEqualTo(423);
        assertThat(from("desk", "DELETE", IMAGE, anna)).isEqualTo(204);
        assertThat(rename(bert).status()).isEqualTo(200);
    }

    @Test
    void aLockOfARemovedObjectIsForgotten() throws Exception {
        site.addSequence("SLPFFE03", "Short", XML);
        assertThat(take("SLPFFE03", anna).status()).isEqualTo(200);
        assertThat(site.send("DELETE", "/api/v1/task-sequences/SLPFFE03", "", anna)
                        .status())
                .isEqualTo(204);
        assertThat(site.get("/locks").json().get("items")).isEmpty();
        site.bean(Locks.class).forgetEnded();
        assertThat(site.bean(Database.class)
                        .<Long>read(handle -> handle.createQuery("select count(*) from object_lock")
                                .mapTo(Long.class)
                                .one()))
                .isZero();
    }

    @Test
    void whatDoesNotExistCannotBeLocked() throws Exception {
        assertThat(take("SLPFFEFF", anna).code()).isEqualTo("object-not-found");
    }

    @Test
    void aReaderCannotKeepOthersOut() throws Exception {
        assertThat(take(IMAGE, site.tokenOf(Role.READ_ONLY_ANALYST)).status()).isEqualTo(403);
    }

    @Test
    void distributionGoesOnMeanwhile() throws Exception {
        take(IMAGE, anna);
        assertThat(site.send("POST", "/api/v1/content/" + IMAGE + "/validate", "{\"points\":[\"SITE\"]}", bert)
                        .status())
                .isLessThan(300);
    }

    /** Also those that are written after this test. */
    @Test
    void everyRouteThatNamesTheObjectAndChangesSomethingIsRefused() throws Exception {
        take(SEQUENCE, anna);
        List<String> let = new ArrayList<>();
        int walked = 0;
        for (var route : site.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()) {
            for (String pattern : route.getKey().getPatternValues()) {
                for (RequestMethod method : route.getKey().getMethodsCondition().getMethods()) {
                    if (method != RequestMethod.GET
                            && pattern.startsWith("/api/")
                            && pattern.contains("{")
                            && LockGate.edits(route.getValue())) {
                        String path = pattern.replaceAll("\\{[^/]*}", SEQUENCE);
                        int status = site.send(method.name(), path, "{}", bert).status();
                        walked++;
                        // 403: only Full Administrators may; 415: it takes another body, and says so before it looks at
                        // the address.
                        if (status != 423 && status != 403 && status != 415) {
                            let.add(method + " " + pattern + " " + status);
                        }
                    }
                }
            }
        }
        assertThat(walked).isGreaterThan(40);
        assertThat(let).isEmpty();
    }

    @Test
    void itOutlivesARestartOfTheSite() throws Exception {
        take(IMAGE, anna);
        site.close();
        site = TestSite.start(folder);
        anna = logIn("anna");
        bert = logIn("bert");
        assertThat(rename(bert).status()).isEqualTo(423);
        assertThat(rename(anna).status()).isEqualTo(200);
    }
}

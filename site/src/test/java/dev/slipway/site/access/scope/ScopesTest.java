package dev.slipway.site.access.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.Role;
import dev.slipway.site.TestSite;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.driver.SampleDrivers;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Sections 1 and 24 of the behaviour specification: rights and security scopes decide what is visible and deployable. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopesTest {
    private static final String NORTH_IMAGE = "SLPFFC01";
    private static final String SOUTH_IMAGE = "SLPFFC02";
    private static final String SOUTH_BOOT = "SLPFFC04";
    private static final String NORTH_SEQUENCE = "SLPFFC11";
    private static final String SOUTH_SEQUENCE = "SLPFFC12";
    private static final String SOUTH_RUN = "5d2f0a4e-0000-4000-8000-000000000001";
    private static final String SOUTH_OPERATION = "5d2f0a4e-0000-4000-8000-000000000002";
    private static final String NO_UUID = "5d2f0a4e-0000-4000-8000-00000000000f";
    private static final String NOTHING = "SLPFFCEE";
    private static final String MISSING = "{\"id\":\"" + SOUTH_IMAGE + "\",\"name\":\"\",\"missing\":true}";
    private static final String XML = """
            <sequence version="3.10"><step type="SMS_TaskSequence_RunCommandLineAction" name="Only"><action>true</action></step></sequence>
            """;
    private TestSite site;
    private String northScope;
    private String southScope;
    private String northDeployment;
    private String southDeployment;
    /** Of an account that has the scope North only. */
    private String north;

    private String unscoped;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        site = TestSite.start(Files.createDirectories(temporary.resolve("site")));
        for (String image : List.of(NORTH_IMAGE, SOUTH_IMAGE)) {
            site.addImage(image, "image " + image);
        }
        site.addPackage(SOUTH_BOOT, "BOOT_IMAGE", "boot");
        site.addSequence(NORTH_SEQUENCE, "North sequence", XML, SOUTH_IMAGE);
        site.addSequence(SOUTH_SEQUENCE, "South sequence", XML, SOUTH_IMAGE);
        northScope = scope("North");
        southScope = scope("South");
        for (String object : List.of(NORTH_IMAGE, NORTH_SEQUENCE)) {
            put(object, northScope);
        }
        for (String object : List.of(SOUTH_IMAGE, SOUTH_SEQUENCE, SOUTH_BOOT)) {
            put(object, southScope);
        }
        northDeployment = site.deploy(NORTH_SEQUENCE, "SMS00001", "AVAILABLE", "CLIENTS");
        southDeployment = site.deploy(SOUTH_SEQUENCE, "SMS00001", "AVAILABLE", "CLIENTS");
        site.bean(Database.class).change(handle -> {
            handle.execute("""
                    insert into run (id, deployment, device, device_name, sequence, sequence_name, sequence_revision, sequence_xml, state, environment,
                      step_count, current_step, percent, last_event, last_line, message, error_code, failed_step, started_at, last_event_at)
                    values (?, ?, 1, 'machine', ?, 'South sequence', 1, '', 'SUCCEEDED', 'BOOT', 1, 0, 100, 0, 0, '', '', '', 0, 0)
                    """, SOUTH_RUN, southDeployment, SOUTH_SEQUENCE);
            handle.execute("""
                    insert into operation (id, kind, title, subject, input, state, created_by, created_at)
                    values (?, 'TEST', 'South work', ?, '{}', 'SUCCEEDED', 'tester', 0)
                    """, SOUTH_OPERATION, SOUTH_IMAGE);
        });
        north = logIn("north", Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER, List.of(northScope));
        unscoped = logIn("nothing", Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER, List.of());
    }

    @AfterAll
    void stop() {
        site.close();
    }

    private String scope(String name) throws Exception {
        TestSite.Answer answer = site.api("POST", "/security-scopes", "{\"name\":\"" + name + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().get("id").asString();
    }

    private void put(String object, String scope) throws Exception {
        TestSite.Answer answer =
                site.api("PUT", "/objects/" + object + "/security-scopes", "{\"scopes\":[\"" + scope + "\"]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private String logIn(String name, Role role, List<String> scopes) throws Exception {
        String token = site.tokenOf(name, role);
        site.bean(Scopes.class).setAccount(name, scopes);
        return token;
    }

    private TestSite.Answer asNorth(String method, String path, String body) throws Exception {
        return site.send(method, "/api/v1" + path, body, north);
    }

    @Test
    void listsHoldOnlyWhatSharesAScopeWithTheAccount() throws Exception {
        assertThat(asNorth("GET", "/images", "").body()).contains(NORTH_IMAGE).doesNotContain(SOUTH_IMAGE);
        assertThat(asNorth("GET", "/images?search=SLPFFC", "").body())
                .contains(NORTH_IMAGE)
                .doesNotContain(SOUTH_IMAGE);
        assertThat(asNorth("GET", "/task-sequences", "").body())
                .contains(NORTH_SEQUENCE)
                .doesNotContain(SOUTH_SEQUENCE);
        assertThat(asNorth("GET", "/boot-images", "").body()).doesNotContain(SOUTH_BOOT);
        assertThat(asNorth("GET", "/content", "").body()).contains(NORTH_IMAGE).doesNotContain(SOUTH_IMAGE);
        assertThat(asNorth("GET", "/status-messages", "").body()).doesNotContain(SOUTH_IMAGE);
        assertThat(asNorth("GET", "/deployments", "").body())
                .contains(northDeployment)
                .doesNotContain(southDeployment)
                .doesNotContain("South");
        assertThat(asNorth("GET", "/distribution-points/SITE/content", "").body())
                .contains(NORTH_IMAGE)
                .doesNotContain(SOUTH_IMAGE);
        assertThat(asNorth("GET", "/security-scopes", "").body())
                .contains("North")
                .doesNotContain("South");
    }

    @Test
    void whatTheAccountSeesRefersToNothingThatItDoesNotSee() throws Exception {
        assertThat(asNorth("GET", "/task-sequences/" + NORTH_SEQUENCE, "").body())
                .doesNotContain("Package " + SOUTH_IMAGE);
        String south = logIn("south-a", Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER, List.of(southScope));
        assertThat(site.send("GET", "/api/v1/images/" + SOUTH_IMAGE, "", south).body())
                .contains("South sequence")
                .doesNotContain("North sequence");
        TestSite.Answer inUse = site.send("DELETE", "/api/v1/images/" + SOUTH_IMAGE, "", south);
        assertThat(inUse.code()).isEqualTo("package-in-use");
        assertThat(inUse.body())
                .contains("South sequence", "outside your security scopes")
                .doesNotContain("North");
    }

    @Test
    void aSearchForAHiddenObjectFindsNothingAsOneForNone() throws Exception {
        for (String list : List.of("/images", "/upgrade-packages", "/drivers", "/devices")) {
            TestSite.Answer hidden = asNorth("GET", list + "?search=" + SOUTH_IMAGE, "");
            assertThat(hidden.status()).as(list).isEqualTo(200);
            assertThat(hidden.body())
                    .isEqualTo(asNorth("GET", list + "?search=" + NOTHING, "").body());
        }
    }

    @Test
    void aNameThatReadsLikeAHiddenObjectIsAName() throws Exception {
        String body = "{\"name\":\"%s\"}";
        assertThat(asNorth("POST", "/collections", body.formatted(SOUTH_IMAGE)).status())
                .isEqualTo(201);
    }

    @Test
    void whatIsInTheWayOfAChangeIsNotNamedWhenItIsHidden() throws Exception {
        String collection = site.api("POST", "/collections", "{\"name\":\"Both\"}")
                .json()
                .get("id")
                .asString();
        String visible = site.deploy(NORTH_SEQUENCE, collection, "AVAILABLE", "CLIENTS");
        String hidden = site.deploy(SOUTH_SEQUENCE, collection, "AVAILABLE", "CLIENTS");
        TestSite.Answer inUse = asNorth("DELETE", "/collections/" + collection, "");
        assertThat(inUse.code()).isEqualTo("collection-in-use");
        assertThat(inUse.body())
                .contains(visible, "an object outside your security scopes")
                .doesNotContain(hidden);
        site.api("PUT", "/source-accounts/files", "{\"user\":\"u\",\"password\":\"p\"}");
        site.api("PATCH", "/images/" + SOUTH_IMAGE, "{\"sourceAccount\":\"files\"}");
        TestSite.Answer needed = asNorth("DELETE", "/source-accounts/files", "");
        assertThat(needed.code()).isEqualTo("source-account-in-use");
        assertThat(needed.body()).contains("outside your security scopes").doesNotContain(SOUTH_IMAGE);
        site.api("PATCH", "/images/" + SOUTH_IMAGE, "{\"sourceAccount\":\"\"}");
        site.api("DELETE", "/deployments/" + visible, "");
        site.api("DELETE", "/deployments/" + hidden, "");
    }

    @Test
    @Tag("DRV-1")
    void anImportLeavesAHiddenDriverAloneAndDoesNotNameIt(@TempDir Path folder) throws Exception {
        SampleDrivers.storage(folder, "scopes");
        String body = "{\"path\":\"" + folder + "\",\"categories\":[\"%s\"]}";
        site.ended(site.api("POST", "/drivers", body.formatted("South")));
        JsonNode driver = site.get("/drivers").json().get("items").get(0);
        String id = driver.get("id").asString();
        put(id, southScope);
        TestSite.Answer begun = asNorth("POST", "/drivers", body.formatted("North"));
        JsonNode ended = site.ended(begun);
        assertThat(ended.get("state").asString()).isEqualTo("SUCCEEDED");
        String log =
                site.get("/operations/" + ended.get("id").asString() + "/log").body();
        assertThat(log + ended).contains("outside your security scopes").doesNotContain(id);
        assertThat(site.get("/drivers/" + id).body()).contains("South").doesNotContain("North");
    }

    @Test
    void anAccountWithoutScopesSeesNoObject() throws Exception {
        assertThat(site.send("GET", "/api/v1/images", "", unscoped).json().get("items"))
                .isEmpty();
        assertThat(site.send("GET", "/api/v1/task-sequences", "", unscoped)
                        .json()
                        .get("items"))
                .isEmpty();
    }

    @Test
    void anObjectWithoutAnyScopeIsSeenOnlyByThoseWhoSeeAll() throws Exception {
        site.addSequence("SLPFFC30", "Nobody's", XML);
        assertThat(asNorth("GET", "/task-sequences", "").body()).doesNotContain("SLPFFC30");
        assertThat(asNorth("GET", "/task-sequences/SLPFFC30", "").status()).isEqualTo(404);
        assertThat(site.get("/task-sequences/SLPFFC30").status()).isEqualTo(200);
    }

    @Test
    void aFullAdministratorSeesAllWhateverWasGiven() throws Exception {
        String chief = logIn("chief", Role.FULL_ADMINISTRATOR, List.of(northScope));
        assertThat(site.send("GET", "/api/v1/images/" + SOUTH_IMAGE, "", chief).status())
                .isEqualTo(200);
        assertThat(site.send("GET", "/api/v1/account/security-scopes", "", chief)
                        .body())
                .contains(SecurityScope.ALL);
    }

    @Test
    void aNewAccountSeesAll() throws Exception {
        String fresh = site.tokenOf(Role.READ_ONLY_ANALYST);
        assertThat(site.send("GET", "/api/v1/images", "", fresh).body()).contains(NORTH_IMAGE, SOUTH_IMAGE);
    }

    @Test
    void aNewObjectGetsTheScopesOfItsCreatorOrDefault() throws Exception {
        String made = created(north);
        assertThat(site.get("/objects/" + made + "/security-scopes").body())
                .contains(northScope)
                .doesNotContain(SecurityScope.DEFAULT);
        String byAll = created(site.tokenOf(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER));
        assertThat(site.get("/objects/" + byAll + "/security-scopes").body()).contains(SecurityScope.DEFAULT);
        assertThat(asNorth("GET", "/task-sequences/" + byAll, "").status()).isEqualTo(404);
    }

    private String created(String who) throws Exception {
        String body = "{\"name\":\"New\",\"xml\":\"" + XML.strip().replace("\"", "\\\"") + "\"}";
        TestSite.Answer answer = site.send("POST", "/api/v1/task-sequences", body, who);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().get("id").asString();
    }

    @Test
    void aDeploymentNeedsTheScopeOfItsSequence() throws Exception {
        String body = """
                {"sequenceId":"%s","collectionId":"SMS00001","purpose":"AVAILABLE","availableTo":"CLIENTS"}""";
        TestSite.Answer hidden = asNorth("POST", "/deployments", body.formatted(SOUTH_SEQUENCE));
        assertThat(hidden.status()).isEqualTo(404);
        TestSite.Answer own = asNorth("POST", "/deployments", body.formatted(NORTH_SEQUENCE));
        assertThat(own.status()).as(own.body()).isEqualTo(201);
    }

    @Test
    void aLimitedAccountGivesAndTakesOnlyItsOwnScopes() throws Exception {
        site.addSequence("SLPFFC20", "Shared", XML);
        site.api(
                "PUT",
                "/objects/SLPFFC20/security-scopes",
                "{\"scopes\":[\"" + northScope + "\",\"" + southScope + "\"]}");
        assertThat(asNorth("PUT", "/objects/SLPFFC20/security-scopes", "{\"scopes\":[\"" + southScope + "\"]}")
                        .code())
                .isEqualTo("security-scope-not-yours");
        assertThat(asNorth("GET", "/objects/SLPFFC20/security-scopes", "").body())
                .doesNotContain(southScope);
        assertThat(site.api("PUT", "/objects/SLPFFC20/security-scopes", "{\"scopes\":[]}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void whatIsTakenFromTheAccountIsHiddenAtItsNextRequest() throws Exception {
        String moving = logIn("moving", Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER, List.of(northScope));
        assertThat(site.send("GET", "/api/v1/images/" + NORTH_IMAGE, "", moving).status())
                .isEqualTo(200);
        site.api("PUT", "/accounts/moving/security-scopes", "{\"scopes\":[\"" + southScope + "\"]}");
        assertThat(site.send("GET", "/api/v1/images/" + NORTH_IMAGE, "", moving).status())
                .isEqualTo(404);
    }

    @Test
    void aScopeInUseAndTheBuiltInOnesStay() throws Exception {
        assertThat(site.api("DELETE", "/security-scopes/" + northScope, "").code())
                .isEqualTo("security-scope-in-use");
        assertThat(site.api("DELETE", "/security-scopes/" + SecurityScope.ALL, "")
                        .code())
                .isEqualTo("security-scope-built-in");
        String spare = scope("Spare");
        assertThat(site.api("DELETE", "/security-scopes/" + spare, "").status()).isEqualTo(204);
        assertThat(scopeAgain("North")).isEqualTo("security-scope-exists");
    }

    private String scopeAgain(String name) throws Exception {
        return site.api("POST", "/security-scopes", "{\"name\":\"" + name + "\"}")
                .code();
    }

    @Test
    void theStreamOfEventsTellsNothingOfHiddenObjects() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + site.httpPort() + "/api/v1/events"))
                .header("Authorization", "Bearer " + north)
                .build();
        HttpResponse<java.io.InputStream> stream = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        CompletableFuture<List<String>> told = CompletableFuture.supplyAsync(() -> readUntil(stream, NORTH_IMAGE));
        site.api("PATCH", "/images/" + SOUTH_IMAGE, "{\"comment\":\"secret\"}");
        site.api("POST", "/deployments/" + southDeployment + "/disable", "");
        site.api("PATCH", "/images/" + NORTH_IMAGE, "{\"comment\":\"open\"}");
        List<String> lines = told.get(20, TimeUnit.SECONDS);
        assertThat(lines).anyMatch(line -> line.contains(NORTH_IMAGE));
        assertThat(lines).noneMatch(line -> line.contains(SOUTH_IMAGE) || line.contains(southDeployment));
        client.shutdownNow();
    }

    private static List<String> readUntil(HttpResponse<java.io.InputStream> stream, String last) {
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            while (line != null && !line.contains(last)) {
                lines.add(line);
                line = reader.readLine();
            }
            lines.add(String.valueOf(line));
        } catch (java.io.IOException e) {
            lines.add(e.toString());
        }
        return lines;
    }

    /** Every route that the site has, also one that is written after this test: whatever it calls its variables, it names a hidden object. */
    @Test
    void noRouteAnswersForAnObjectOutsideTheScopes() throws Exception {
        List<String> leaks = new ArrayList<>();
        List<String> tells = new ArrayList<>();
        int walked = 0;
        for (var route : site.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()) {
            for (String pattern : patterns(route)) {
                if (!pattern.contains("{") || isOfMachines(pattern)) {
                    continue;
                }
                for (RequestMethod method : route.getMethodsCondition().getMethods()) {
                    for (String hidden : List.of(
                            SOUTH_IMAGE, SOUTH_BOOT, SOUTH_SEQUENCE, southDeployment, SOUTH_RUN, SOUTH_OPERATION)) {
                        TestSite.Answer answer = send(method, pattern, hidden);
                        walked++;
                        if (answer.status() < 300
                                || answer.body().contains("South")
                                || answer.body().contains("Package ")) {
                            leaks.add(method + " " + pattern + " " + answer);
                        }
                        if (!pattern.startsWith("/api/")) {
                            continue;
                        }
                        TestSite.Answer none = send(method, pattern, hidden.contains("-") ? NO_UUID : NOTHING);
                        // A body that no route takes is refused before anything is looked for.
                        boolean looked = none.status() == 404 || none.status() < 300;
                        if (looked
                                && (answer.status() != none.status()
                                        || !answer.code().equals(none.code()))) {
                            tells.add(method + " " + pattern + ": " + answer.status() + " " + answer.code() + ", not "
                                    + none.status() + " " + none.code());
                        }
                    }
                }
            }
        }
        assertThat(walked).isGreaterThan(300);
        assertThat(leaks).isEmpty();
        assertThat(tells.stream().distinct().toList())
                .as("what is hidden is answered as what does not exist")
                .isEmpty();
    }

    private static List<String> patterns(RequestMappingInfo route) {
        return route.getPatternValues().stream()
                .map(pattern -> pattern.replace("{kind:applications|packages}", "packages"))
                .toList();
    }

    /** Machines have no account, and what they fetch is for their deployments to say. */
    private static boolean isOfMachines(String pattern) {
        return Stream.of("/machine/", "/point/", "/boot/", "/content/", "/login", "/error")
                .anyMatch(pattern::startsWith);
    }

    @Test
    void whatAChangeAnswersNamesNothingHidden() throws Exception {
        TestSite.Answer changed = asNorth("PATCH", "/task-sequences/" + NORTH_SEQUENCE, "{\"description\":\"new\"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body()).doesNotContain("Package " + SOUTH_IMAGE);
        String group = site.api("POST", "/point-groups", "{\"name\":\"Everywhere\"}")
                .json()
                .get("id")
                .asString();
        site.api("POST", "/content/" + SOUTH_IMAGE + "/distribute", "{\"groups\":[\"" + group + "\"]}");
        assertThat(site.get("/point-groups/" + group).body()).contains(SOUTH_IMAGE);
        TestSite.Answer joined = asNorth("PUT", "/point-groups/" + group + "/points/SITE", "");
        assertThat(joined.status()).isLessThan(300);
        assertThat(joined.body()).doesNotContain(SOUTH_IMAGE);
        assertThat(asNorth("GET", "/point-groups/" + group, "").body()).doesNotContain(SOUTH_IMAGE);
    }

    private TestSite.Answer send(RequestMethod method, String pattern, String id) throws Exception {
        return site.send(
                method.name(), pattern.replaceAll("\\{[^/]*}", id), method == RequestMethod.GET ? "" : "{}", north);
    }

    @Test
    void noListOfTheSiteNamesAHiddenObject() throws Exception {
        List<String> leaks = new ArrayList<>();
        int walked = 0;
        for (var route : site.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()) {
            for (String pattern : patterns(route)) {
                if (route.getMethodsCondition().getMethods().contains(RequestMethod.GET)
                        && !isOfMachines(pattern)
                        && !pattern.contains("{")
                        && !pattern.endsWith("/events")) {
                    TestSite.Answer answer = site.send("GET", pattern, "", north);
                    // What a sequence's XML names counts as missing.
                    String body = answer.body().replace(MISSING, "");
                    walked++;
                    if (Map.of(
                                    "image",
                                    SOUTH_IMAGE,
                                    "boot",
                                    SOUTH_BOOT,
                                    "sequence",
                                    SOUTH_SEQUENCE,
                                    "deployment",
                                    southDeployment)
                            .values()
                            .stream()
                            .anyMatch(body::contains)) {
                        leaks.add(pattern + " " + answer.body());
                    }
                }
            }
        }
        assertThat(walked).isGreaterThan(20);
        assertThat(leaks).isEmpty();
    }

    @Test
    void aBodyThatNamesAHiddenObjectIsRefused() throws Exception {
        assertThat(asNorth("POST", "/prestaged-files", "{\"packages\":[\"" + SOUTH_IMAGE + "\"]}")
                        .status())
                .isEqualTo(404);
        assertThat(asNorth(
                                "PUT",
                                "/task-sequences/" + NORTH_SEQUENCE + "/boot-image",
                                "{\"bootImageId\":\"" + SOUTH_BOOT + "\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aHiddenObjectIsRecognisedHoweverItIsWritten() throws Exception {
        String escaped = "\\u0053" + SOUTH_IMAGE.substring(1);
        assertThat(asNorth("POST", "/prestaged-files", "{\"packages\":[\"" + escaped + "\"]}")
                        .status())
                .isEqualTo(404);
        assertThat(asNorth("GET", "/content?ids=" + NORTH_IMAGE + "," + SOUTH_IMAGE, "")
                        .status())
                .isEqualTo(404);
    }
}

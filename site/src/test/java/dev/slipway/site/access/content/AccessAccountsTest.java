package dev.slipway.site.access.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.Role;
import dev.slipway.site.TestSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who may take a package's content out of the site, or change it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("DIST-12")
class AccessAccountsTest {
    private static final String OPEN = "SLPFFA01";
    private static final String CLOSED = "SLPFFA02";
    private TestSite site;
    private String anna;
    private String bert;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        site = TestSite.start(Files.createDirectories(temporary.resolve("site")));
        for (String image : List.of(OPEN, CLOSED)) {
            site.addImage(image, "image " + image);
        }
        anna = site.tokenOf("anna", Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER);
        bert = site.tokenOf("bert", Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER);
        assertThat(set(CLOSED, "{\"account\":\"anna\",\"access\":\"READ\"}").status())
                .isEqualTo(200);
    }

    @AfterAll
    void stop() {
        site.close();
    }

    private TestSite.Answer set(String object, String accounts) throws Exception {
        return site.api("PUT", "/packages/" + object + "/access-accounts", "{\"accounts\":[" + accounts + "]}");
    }

    private TestSite.Answer prestage(String object, String who) throws Exception {
        return site.send("POST", "/api/v1/prestaged-files", "{\"packages\":[\"" + object + "\"]}", who);
    }

    @Test
    void usuallyUsersReadAndAdministratorsHaveFull() throws Exception {
        assertThat(site.get("/packages/" + OPEN + "/access-accounts").body())
                .contains("{\"account\":\"*administrators\",\"access\":\"FULL\"}")
                .contains("{\"account\":\"*users\",\"access\":\"READ\"}");
        assertThat(prestage(OPEN, bert).status()).isEqualTo(202);
    }

    @Test
    void whoIsNotNamedTakesNothingOut() throws Exception {
        TestSite.Answer refused = prestage(CLOSED, bert);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("content-access-refused");
        assertThat(refused.json().get("detail").asString()).contains("bert has no read access", CLOSED);
        assertThat(prestage(CLOSED, anna).status()).isEqualTo(202);
    }

    @Test
    void aPrestagedFileIsFetchedOnlyByThoseWhoMayRead() throws Exception {
        String id = site.ended(prestage(CLOSED, anna)).get("id").asString();
        assertThat(site.send("GET", "/api/v1/prestaged-files/" + id, "", bert).code())
                .isEqualTo("content-access-refused");
        assertThat(site.send("GET", "/api/v1/prestaged-files/" + id, "", anna).status())
                .isEqualTo(200);
    }

    @Test
    void readDoesNotLetChange() throws Exception {
        assertThat(site.send("POST", "/api/v1/packages/" + CLOSED + "/rollback", "{\"version\":1}", anna)
                        .code())
                .isEqualTo("content-access-refused");
        assertThat(site.send("PUT", "/api/v1/packages/" + CLOSED + "/access-accounts", "{\"accounts\":[]}", anna)
                        .code())
                .isEqualTo("content-access-refused");
    }

    @Test
    void anotherSourceNeedsFullAccessAndAnotherNameDoesNot() throws Exception {
        assertThat(site.send("PATCH", "/api/v1/images/" + CLOSED, "{\"sourcePath\":\"/elsewhere\"}", anna)
                        .code())
                .isEqualTo("content-access-refused");
        assertThat(site.send("PATCH", "/api/v1/images/" + CLOSED, "{\"comment\":\"new\"}", anna)
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Tag("DRV-1")
    void driversJoinOnlyPackagesWhoseContentTheirImporterMayChange(@TempDir Path drivers) throws Exception {
        String wanted = "{\"path\":\"" + drivers + "\",\"packages\":[\"" + CLOSED + "\"]}";
        assertThat(site.send("POST", "/api/v1/drivers", wanted, anna).code()).isEqualTo("content-access-refused");
    }

    @Test
    void aFullAdministratorIsNeverLockedOut() throws Exception {
        assertThat(site.api("POST", "/prestaged-files", "{\"packages\":[\"" + CLOSED + "\"]}")
                        .status())
                .isEqualTo(202);
        assertThat(set(CLOSED, "{\"account\":\"anna\",\"access\":\"READ\"}").status())
                .isEqualTo(200);
    }

    @Test
    void anUnknownAccountIsRefused() throws Exception {
        assertThat(set(OPEN, "{\"account\":\"nobody\",\"access\":\"READ\"}").status())
                .isEqualTo(422);
    }

    @Test
    void aPackageStaysClosedWhenItsOnlyAccessAccountIsDeleted() throws Exception {
        site.tokenOf("carl", Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER);
        assertThat(set(OPEN, "{\"account\":\"carl\",\"access\":\"FULL\"}").status())
                .isEqualTo(200);
        assertThat(site.api("DELETE", "/accounts/carl", "").status()).isEqualTo(204);
        assertThat(prestage(OPEN, bert).code()).isEqualTo("content-access-refused");
        String again = site.tokenOf("carl", Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER);
        assertThat(prestage(OPEN, again).code()).isEqualTo("content-access-refused");
        assertThat(set(OPEN, "").status()).isEqualTo(200);
    }

    @Test
    void anEmptyListBringsTheUsualOnesBack() throws Exception {
        assertThat(set(OPEN, "{\"account\":\"anna\",\"access\":\"FULL\"}").body())
                .doesNotContain("*users");
        assertThat(set(OPEN, "").body()).contains("*users");
    }

    /** What takes content out or changes it is known by the end of its address; a route of that kind without a rule fails here. */
    @Test
    void everyRouteThatTouchesContentAsksForAccess() throws Exception {
        Pattern touches = Pattern.compile(
                ".*}/(refresh|rollback|extract|export|rebuild|members|members/add|members/remove|update|source|prestage)");
        List<String> without = new ArrayList<>();
        int asked = 0;
        for (var route : site.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()) {
            HandlerMethod handler = route.getValue();
            boolean rule = handler.hasMethodAnnotation(NeedsContent.class);
            for (String pattern : route.getKey().getPatternValues()) {
                boolean isPackage = !pattern.contains("collection") && !pattern.contains("task-sequences");
                for (RequestMethod method : route.getKey().getMethodsCondition().getMethods()) {
                    boolean reads = method == RequestMethod.GET && !pattern.endsWith("/export");
                    if (touches.matcher(pattern).matches()
                            && isPackage
                            && !reads
                            && !rule
                            && !pattern.startsWith("/point/")) {
                        without.add(method + " " + pattern);
                    }
                    if (rule && pattern.startsWith("/api/")) {
                        String path = pattern.replaceAll("\\{[^/]*}", CLOSED);
                        assertThat(site.send(method.name(), path, "{}", bert).code())
                                .as(method + " " + pattern)
                                .isEqualTo("content-access-refused");
                        asked++;
                    }
                }
            }
        }
        assertThat(asked).isGreaterThan(8);
        assertThat(without).isEmpty();
    }
}

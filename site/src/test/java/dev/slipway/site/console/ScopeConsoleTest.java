package dev.slipway.site.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.slipway.site.Role;
import dev.slipway.site.TestSite;
import dev.slipway.site.access.Accounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The Security tab in the browser: an administrator sets scopes and access accounts, other accounts see the difference. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScopeConsoleTest {
    private static final String PASSWORD = "a password for tests";
    private static final String NORTH = "SLPFFB01";
    private static final String SOUTH = "SLPFFB02";
    private TestSite site;
    private Browser browser;
    private Page page;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        site = TestSite.start(Files.createDirectories(folder.resolve("site")));
        for (String image : List.of(NORTH, SOUTH)) {
            site.addImage(image, "an image " + image);
        }
        site.bean(Accounts.class).create("anna", PASSWORD, Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER);
        browser = new Browser(site);
        page = browser.page();
        logIn("tester");
    }

    @AfterAll
    void stop() {
        browser.close();
        site.close();
    }

    private void logIn(String account) {
        page.context().clearCookies();
        browser.logIn(account, PASSWORD);
        page.waitForURL(Pattern.compile(".*/$"));
    }

    private Locator button(Locator in, String label) {
        return in.locator("button")
                .getByText(label, new Locator.GetByTextOptions().setExact(true))
                .first();
    }

    @Test
    @Order(1)
    void aScopeIsMadeGivenToAnAccountAndSetOnAnObject() {
        page.navigate("/account");
        page.getByText("Security scopes").click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("North");
        button(page.locator("main"), "Create scope").click();
        assertThat(page.locator("table").first()).containsText("North");
        Locator form = page.locator("form[aria-label='Scopes of anna']");
        form.getByLabel("All").uncheck();
        form.getByLabel("North").check();
        button(form, "Save").click();
        assertThat(page.locator(".notice.good")).containsText("anna has other scopes now");
        browser.photograph("security-scopes");
        page.navigate("/images/" + NORTH + "?tab=security");
        page.locator("#scopes").getByLabel("North").check();
        button(page.locator("#scopes"), "Set security scopes").click();
        assertThat(page.locator(".notice.good")).containsText("The security scopes are set");
        assertThat(page.locator("#scopes").getByLabel("North")).isChecked();
        browser.photograph("image-security-scopes");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(2)
    void whoHasTheScopeSeesTheObjectAndNothingElse() {
        logIn("anna");
        page.navigate("/images");
        assertThat(page.locator("table.list tbody tr")).hasCount(1);
        assertThat(page.locator("table.list")).containsText(NORTH);
        page.navigate("/content-status");
        assertThat(page.locator("main")).not().containsText(SOUTH);
        page.navigate("/images/" + SOUTH);
        assertThat(page.locator("main")).containsText("There is no image " + SOUTH);
        page.navigate("/images/" + NORTH + "?tab=security");
        assertThat(page.locator("#scopes")).containsText("North");
        assertThat(page.locator("#scopes")).not().containsText("Default");
    }

    @Test
    @Order(3)
    void scopesAreSetOnEverythingThatAListHasSelected() throws Exception {
        logIn("tester");
        page.navigate("/images");
        page.getByLabel("Select all rows shown").check();
        button(page.locator("#selection"), "Set security scopes").click();
        assertThat(page.getByLabel("Default")).not().isChecked();
        page.getByLabel("Default").check();
        page.getByLabel("North").check();
        browser.photograph("security-scopes-selected");
        button(page.locator("main"), "Set security scopes").click();
        assertThat(page.locator(".notice.good")).containsText("2 of 2: set.");
        assertThat(site.get("/objects/" + SOUTH + "/security-scopes").body()).contains("SMS00UNA", "SC00001");
        assertThat(site.api("PUT", "/objects/" + SOUTH + "/security-scopes", "{\"scopes\":[\"SMS00UNA\"]}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Tag("DIST-12")
    @Order(3)
    void accessAccountsAreManagedOnTheSecurityTab() throws Exception {
        logIn("tester");
        page.navigate("/images/" + NORTH + "?tab=security");
        assertThat(page.locator("#access table")).containsText("Users (every account)");
        page.locator("#access-account").selectOption("anna");
        button(page.locator("#access"), "Add access account").click();
        assertThat(page.locator(".notice.good")).containsText("The access accounts are set");
        assertThat(page.locator("#access table")).containsText("anna");
        page.getByLabel(Pattern.compile("Remove Users.*")).click();
        assertThat(page.locator("#access table")).not().containsText("Users (every account)");
        browser.photograph("image-access-accounts");
        assertThat(site.get("/packages/" + NORTH + "/access-accounts").body())
                .contains("{\"account\":\"anna\",\"access\":\"READ\"}")
                .doesNotContain("*users");
        button(page.locator("#access"), "Back to the usual ones").click();
        assertThat(page.locator("#access table")).containsText("Users (every account)");
        assertThat(page.locator("#access table")).not().containsText("anna");
    }
}

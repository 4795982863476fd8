package dev.slipway.site.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.slipway.site.Role;
import dev.slipway.site.TestSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Section 1 of the behaviour specification, in the browser: who edits keeps others out, and they see who. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LockConsoleTest {
    private static final String IMAGE = "SLPFFD01";
    private static final String SEQUENCE = "SLPFFD02";
    private TestSite site;
    private Browser browser;
    private Page page;
    private String other;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        site = TestSite.start(Files.createDirectories(folder.resolve("site")));
        site.addImage(IMAGE, "an image");
        site.addSequence(
                SEQUENCE,
                "A sequence",
                "<sequence version=\"3.10\"><step type=\"SMS_TaskSequence_RunCommandLineAction\" name=\"Only\"><action>true</action></step></sequence>");
        other = site.tokenOf(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER);
        browser = new Browser(site);
        page = browser.page();
        browser.logIn("tester", "a password for tests");
        page.waitForURL(Pattern.compile(".*/$"));
    }

    @AfterAll
    void stop() {
        browser.close();
        site.close();
    }

    private Locator button(String label) {
        return page.locator("button")
                .getByText(label, new Locator.GetByTextOptions().setExact(true))
                .first();
    }

    private int othersChange() throws Exception {
        return site.send("PATCH", "/api/v1/images/" + IMAGE, "{\"comment\":\"theirs\"}", other)
                .status();
    }

    @Test
    void beginningToTypeTakesTheLockAndSavingFreesIt() throws Exception {
        page.navigate("/images/" + IMAGE);
        assertThat(page.locator("#lock")).isEmpty();
        assertThat(othersChange()).isEqualTo(200);
        page.getByLabel("Comment").fill("mine");
        assertThat(page.locator("#lock")).containsText("You edit this since");
        browser.photograph("lock-mine");
        assertThat(othersChange()).isEqualTo(423);
        button("Save").click();
        assertThat(page.locator(".notice.good")).containsText("Saved.");
        assertThat(page.locator("#lock")).isEmpty();
        assertThat(othersChange()).isEqualTo(200);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void discardingFreesItAndForgetsWhatWasTyped() throws Exception {
        page.navigate("/images/" + IMAGE);
        page.getByLabel("Version", new Page.GetByLabelOptions().setExact(true)).fill("never kept");
        button("Discard changes").click();
        assertThat(page.locator(".notice.good")).containsText("discarded");
        assertThat(page.getByLabel("Version", new Page.GetByLabelOptions().setExact(true)))
                .not()
                .hasValue("never kept");
        assertThat(othersChange()).isEqualTo(200);
    }

    @Test
    void whileSomebodyElseEditsThePageIsForReadingAndSaysWho() throws Exception {
        for (String object : new String[] {"/images/" + IMAGE, "/task-sequences/" + SEQUENCE}) {
            String id = object.substring(object.lastIndexOf('/') + 1);
            assertThat(site.send("PUT", "/api/v1/locks/" + id, "", other).status())
                    .isEqualTo(200);
            page.navigate(object);
            assertThat(page.locator("#lock")).containsText("is being edited by a");
            assertThat(page.locator("#lock")).containsText("at the latest");
            assertThat(button("Save")).isDisabled();
            assertThat(button("Discard changes")).not().isVisible();
            browser.photograph("lock-theirs-" + id);
            assertThat(site.send("DELETE", "/api/v1/locks/" + id, "", other).status())
                    .isEqualTo(204);
            page.reload();
            assertThat(button("Save")).isEnabled();
        }
    }

    @Test
    void thePageSaysByItselfWhenTheOtherHasEnded() throws Exception {
        site.send("PUT", "/api/v1/locks/" + IMAGE, "", other);
        page.navigate("/images/" + IMAGE);
        assertThat(page.locator("#lock")).containsText("is being edited by a");
        assertThat(page.locator("body")).hasAttribute("data-live", "yes");
        site.send("DELETE", "/api/v1/locks/" + IMAGE, "", other);
        assertThat(page.locator("#lock")).containsText("Nobody edits this any more");
        browser.photograph("lock-freed");
        page.getByText("Show it as it is now").click();
        assertThat(button("Save")).isEnabled();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whoWasTooLateGetsThePageForReading() throws Exception {
        page.navigate("/task-sequences/" + SEQUENCE);
        site.send("PUT", "/api/v1/locks/" + SEQUENCE, "", other);
        page.locator("#f-description").fill("too late");
        assertThat(page.locator("#lock")).containsText("is being edited by a");
        site.send("DELETE", "/api/v1/locks/" + SEQUENCE, "", other);
    }
}

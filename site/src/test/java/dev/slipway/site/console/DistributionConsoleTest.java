package dev.slipway.site.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.protocol.PointOrders;
import dev.slipway.site.TestSite;
import dev.slipway.site.distribution.TestPoint;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Distribution in the console, with a point that speaks the real protocol. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DistributionConsoleTest {
    private TestSite site;
    private Browser browser;
    private Page page;
    private TestPoint point;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        site = TestSite.start(folder);
        site.addPackage("SLPC0001", "DRIVER_PACKAGE", "from the console");
        site.addPackage("SLPC0002", "SOFTWARE_PACKAGE", "another");
        site.addPackage("SLPC0003", "SOFTWARE_PACKAGE", "a third");
        point = TestPoint.joined(site, "Branch");
        browser = new Browser(site);
        page = browser.page();
        browser.logIn("tester", "a password for tests");
    }

    @AfterAll
    void stop() {
        browser.close();
        site.close();
    }

    private Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    private void press(String label) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(label).setExact(true))
                .click();
    }

    @Test
    @Tag("DIST-2")
    @Tag("DIST-6")
    @Tag("DIST-7")
    void contentIsDistributedWatchedLiveAndValidated() throws Exception {
        page.navigate("/content-status/SLPC0001/distribute");
        assertThat(page.getByLabel("Site server")).hasCount(0);
        page.getByLabel("Branch").check();
        press("Distribute");
        Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("Branch"));
        assertThat(row.first()).containsText("install pending");
        PointOrders.Job job = point.report().jobs().getFirst();
        point.report(TestPoint.progress(job, 40, 100));
        assertThat(row.first()).containsText("40 %");
        assertThat(page.locator("svg.pie"))
                .hasAttribute("aria-label", "2 distribution points targeted: 1 installed, 1 in progress");
        browser.photograph("content-status");
        point.report(point.done(job));
        assertThat(row.first()).containsText("installed");

        page.getByLabel("Select Branch").check();
        press("Validate");
        assertThat(row.first()).containsText("content monitoring");
        page.getByLabel("Select Branch").check();
        press("Cancel");
        assertThat(row.first()).containsText("cancelled by user tester");
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.foreign()).isEmpty();
    }

    @Test
    @Tag("DIST-2")
    @Tag("DIST-3")
    @Tag("DIST-11")
    void whatAListHasSelectedIsDistributedUpdatedAndWrittenIntoAFile() throws Exception {
        TestPoint pier = TestPoint.joined(site, "Pier");
        page.navigate("/content-status");
        select();
        press("Distribute content");
        press("Distribute");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Name at least one distribution point");
        page.getByLabel("Pier").check();
        browser.photograph("distribute-selected");
        press("Distribute");
        assertThat(page.locator(".notice.good")).containsText("On its way at 1 point");
        assertThat(page).hasURL(java.util.regex.Pattern.compile(".*/content-status$"));
        assertThat(pier.report().jobs()).hasSize(2);
        select();
        press("Update distribution points");
        assertThat(page.locator(".notice.good")).containsText("2 of 2: compared with its source");
        select();
        browser.photograph("content-status-selected");
        press("Create prestaged content file");
        assertThat(page.locator("#live .state")).hasText("succeeded");
        assertThat(browser.complaints()).isEmpty();
    }

    private void select() {
        page.getByLabel("Select Package SLPC0002").check();
        page.getByLabel("Select Package SLPC0003").check();
    }

    @Test
    @Tag("DIST-10")
    void scheduleOfAPointIsSetHourByHour() throws Exception {
        page.navigate("/distribution-points");
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Branch").setExact(true))
                .click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Schedule and rate"))
                .click();
        page.getByLabel("Mon 8 h", new Page.GetByLabelOptions().setExact(true)).selectOption("H");
        page.getByLabel("Sun all day").selectOption("C");
        page.getByLabel("Rate", new Page.GetByLabelOptions().setExact(true)).selectOption("PERCENT");
        press("Save");
        assertThat(page.getByLabel("Mon 8 h", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("H");
        assertThat(page.getByLabel("Sun 23 h", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("C");
        browser.photograph("point-schedule");
        assertThat(site.get("/distribution-points").body()).contains("PERCENT");
        page.getByLabel("Sun all day").selectOption("A");
        page.getByLabel("Mon all day").selectOption("A");
        page.getByLabel("Rate", new Page.GetByLabelOptions().setExact(true)).selectOption("UNLIMITED");
        press("Save");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Tag("DIST-8")
    @Tag("CON-2")
    void groupsAndBoundaryGroupsAreMade() {
        page.navigate("/point-groups/new");
        page.getByLabel("Name").fill("North");
        press("Create");
        assertThat(heading("North")).isVisible();
        page.getByLabel("Point", new Page.GetByLabelOptions().setExact(true)).selectOption("Site server");
        press("Add");
        assertThat(page.getByText("The point is in the group")).isVisible();

        page.navigate("/boundary-groups/new");
        page.getByLabel("Name").fill("Office");
        press("Create");
        assertThat(heading("Office")).isVisible();
        page.getByLabel("Boundaries").fill("10.1.0.0/16\nnonsense");
        press("Save");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("is no boundary");
        assertThat(page.locator(".field .error")).containsText("is no boundary");
        assertThat(page.getByLabel("Boundaries")).hasValue("10.1.0.0/16\nnonsense");
        page.getByLabel("Boundaries").fill("10.1.0.0/16");
        Locator points = page.locator("[data-chooser=points]");
        points.locator("select").selectOption("Site server");
        points.getByText("Add", new Locator.GetByTextOptions().setExact(true)).click();
        points.getByText("Add", new Locator.GetByTextOptions().setExact(true)).click();
        page.getByLabel("Move Branch up").click();
        press("Save");
        assertThat(points.locator("li b")).hasText(new String[] {"Branch", "Site server"});
        page.navigate("/boundary-groups");
        assertThat(page.getByText("10.1.0.0/16")).isVisible();
        browser.photograph("boundary-groups");
    }

    @Test
    void joinCodeIsShownOnce() {
        page.navigate("/distribution-points/new");
        press("Make a join code");
        assertThat(page.locator("#join-code")).containsText("slipway distribution-point --join-code slipway1.");
        page.navigate("/distribution-points");
        assertThat(heading("Distribution points")).isVisible();
        browser.photograph("distribution-points");
    }
}

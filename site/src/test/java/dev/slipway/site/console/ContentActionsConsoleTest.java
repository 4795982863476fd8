package dev.slipway.site.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.protocol.PointOrders;
import dev.slipway.protocol.PointReport;
import dev.slipway.site.Role;
import dev.slipway.site.TestSite;
import dev.slipway.site.access.Accounts;
import dev.slipway.site.database.Database;
import dev.slipway.site.distribution.TestPoint;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that an administrator does with content at a point, in a browser; the point speaks the real protocol. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentActionsConsoleTest {
    private static final String XML = """
            <sequence version="3.10">
              <step type="SMS_TaskSequence_RunCommandLineAction" name="Only"><action>true</action></step>
            </sequence>
            """;
    private static final String PASSWORD = "a password for tests";
    private TestSite site;
    private Browser browser;
    private Page page;
    private TestPoint point;
    private int packages;
    private String content = "";

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        site = TestSite.start(folder);
        site.bean(Accounts.class).create("reader", PASSWORD, Role.READ_ONLY_ANALYST);
        point = TestPoint.joined(site, "Branch");
        browser = new Browser(site);
        page = browser.page();
        page.onDialog(Dialog::accept);
        browser.logIn("tester", PASSWORD);
        page.waitForURL(Pattern.compile(".*/$"));
    }

    /** Each test has a package of its own. */
    @BeforeEach
    void addPackage() throws Exception {
        packages++;
        content = "SLPD000" + packages;
        site.addPackage(content, "DRIVER_PACKAGE", "content of " + packages);
    }

    @AfterEach
    void leaveNothing() throws Exception {
        site.api("POST", "/content/" + content + "/remove", "{\"points\":[\"DP00001\"]}");
        point.obey();
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.foreign()).isEmpty();
    }

    @AfterAll
    void stop() {
        browser.close();
        site.close();
    }

    private void distribute() throws Exception {
        assertThat(site.api("POST", "/content/" + content + "/distribute", "{\"points\":[\"DP00001\"]}")
                        .status())
                .isEqualTo(200);
    }

    private void fail(PointOrders.Job job) throws Exception {
        point.report(new PointReport.JobReport(
                job.jobId(),
                PointReport.State.FAILED,
                0,
                100,
                0,
                Optional.of(new PointReport.Problem("disk-full", "The disk of this point is full."))));
    }

    private void open(String tab) {
        page.navigate("/content-status/" + content + tab);
    }

    private Locator row() {
        return page.locator("table.list tbody tr", new Page.LocatorOptions().setHasText("Branch"));
    }

    private void pick(String action) {
        page.getByLabel("Select Branch").check();
        button(action).click();
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    @Tag("DIST-2")
    void theWizardDistributesToThePointsThatLackIt() throws Exception {
        open("");
        page.getByText("Distribute content", new Page.GetByTextOptions().setExact(true))
                .click();
        page.getByLabel("Branch").check();
        button("Distribute").click();
        assertThat(row()).containsText("install pending");
        page.getByText("Distribute content", new Page.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.locator("main")).containsText("Every distribution point has it or is getting it");
        point.obey();
    }

    @Test
    @Tag("DIST-2")
    void theWizardAsksForATargetWhenNoneIsTicked() {
        open("/distribute");
        button("Distribute").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Name at least one distribution point or group");
    }

    @Test
    @Tag("DIST-4")
    void redistributeSendsEveryBlockAgain() throws Exception {
        distribute();
        point.obey();
        open("");
        pick("Redistribute");
        assertThat(row()).containsText("install pending");
        assertThat(point.report().jobs())
                .extracting(PointOrders.Job::action)
                .containsExactly(PointOrders.Action.REFETCH);
        point.obey();
        assertThat(row()).containsText("installed");
    }

    @Test
    @Tag("DIST-5")
    void validateAsksThePointToHashEveryBlock() throws Exception {
        distribute();
        point.obey();
        open("?tab=SUCCESS");
        assertThat(row()).containsText("never");
        pick("Validate");
        assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("Validation begun at 1 point");
        assertThat(point.report().jobs())
                .extracting(PointOrders.Job::action)
                .containsExactly(PointOrders.Action.VERIFY);
        point.obey();
        assertThat(row()).not().containsText("never");
    }

    @Test
    @Tag("DIST-4")
    void removeTakesTheContentFromThePoint() throws Exception {
        distribute();
        point.obey();
        open("");
        pick("Remove");
        assertThat(row()).containsText("removal pending");
        point.obey();
        assertThat(row()).hasCount(0);
    }

    @Test
    @Tag("DIST-6")
    void cancelFromTheTabInProgressEndsInTheTabError() throws Exception {
        distribute();
        PointOrders.Job job = point.report().jobs().getFirst();
        point.report(TestPoint.progress(job, 40, 100));
        open("?tab=IN_PROGRESS");
        assertThat(row()).containsText("40 %");
        pick("Cancel");
        assertThat(row()).hasCount(0);
        page.getByText("Error (1)").click();
        assertThat(row()).containsText("cancelled by user tester");
        pick("Redistribute");
        page.getByText("In progress (1)").click();
        assertThat(row()).containsText("install pending");
        point.obey();
    }

    @Test
    @Tag("DIST-6")
    @Tag("DIST-7")
    void aRetryTellsHowManyAreLeftAndWhenTheNextOneComes() throws Exception {
        distribute();
        fail(point.report().jobs().getFirst());
        open("");
        page.getByText("Error (1)").click();
        assertThat(row()).containsText("install retrying");
        assertThat(row().locator("td[data-label='Retries left']")).hasText("10");
        assertThat(row().locator("td[data-label='Next retry']")).containsText(Pattern.compile("in [0-9]+ s"));
        assertThat(row()).containsText("The disk of this point is full.");
        assertThat(page.locator("svg.pie"))
                .hasAttribute("aria-label", "2 distribution points targeted: 1 installed, 1 retrying");
    }

    @Test
    @Tag("DIST-2")
    @Tag("DIST-8")
    void theWizardBringsATaskSequencesPackagesToTheGroupsOfACollection() throws Exception {
        site.addSequence("SLPD9001", "Install all", XML, content);
        site.api("POST", "/point-groups", "{\"name\":\"East\"}");
        site.api("PUT", "/point-groups/" + group("East") + "/points/DP00001", "");
        site.api("PUT", "/point-groups/" + group("East") + "/collections/SMS00001", "");
        page.navigate("/task-sequences/SLPD9001");
        page.getByText("Distribute content", new Page.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.locator("main")).containsText("Package " + content);
        page.locator("label.tick", new Page.LocatorOptions().setHasText("stands for East"))
                .click();
        button("Distribute").click();
        assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("On its way at 1 point");
        assertThat(point.report().hold()).hasSize(1);
        page.navigate("/content-status/SLPD9001/distribute");
        assertThat(page.locator("main")).containsText("There is no group that lacks it.");
        site.api("DELETE", "/point-groups/" + group("East"), "");
        site.api("DELETE", "/task-sequences/SLPD9001", "");
    }

    private String group(String name) throws Exception {
        return site.get("/point-groups")
                .json()
                .get("items")
                .valueStream()
                .filter(one -> one.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
    }

    @Test
    @Tag("DIST-7")
    void theOverviewNamesPointsThatAreSilentAndPackagesThatFail() throws Exception {
        distribute();
        fail(point.report().jobs().getFirst());
        page.navigate("/");
        Locator attention = page.locator("section", new Page.LocatorOptions().setHasText("Needs attention"));
        assertThat(attention).containsText("Package " + content);
        assertThat(attention).containsText("retrying");
        site.bean(Database.class)
                .change(handle ->
                        handle.execute("update distribution_point set last_report_at = 1 where id = 'DP00001'"));
        assertThat(attention).containsText("silent");
        attention.getByText("Distribution point Branch").click();
        assertThat(page.locator("#live .state")).hasText("offline");
        point.report();
        assertThat(page.locator("#live .state")).hasText("online");
    }

    @Test
    @Tag("DIST-9")
    void theSpeedThatCountsForAPointsTurnIsShownAndPinned() {
        page.navigate("/distribution-points/DP00001");
        Locator speed = page.getByLabel(Pattern.compile("^Speed that counts.*"));
        speed.fill("fast");
        button("Save").click();
        assertThat(page.locator("main")).containsText("is not a whole number");
        speed.fill("5000000000");
        button("Save").click();
        assertThat(page.locator("#live")).containsText("a second, pinned");
        assertThat(speed).hasValue("5000000000");
        speed.fill("");
        button("Save").click();
        assertThat(page.locator("#live")).not().containsText("pinned");
    }

    @Test
    @Tag("DIST-13")
    void statusMessagesTellOfThePackageAndOfItsPoints() throws Exception {
        distribute();
        point.obey();
        open("");
        Locator messages = page.locator("#messages tbody tr");
        assertThat(messages.locator("td[data-label='ID']"))
                .hasText(new String[] {"2330", "2342", "2301", "2330", "2376", "2300"});
        page.navigate("/distribution-points/DP00001?tab=status");
        assertThat(page.locator("#live tbody tr").first()).containsText("2330");
    }

    @Test
    @Tag("DIST-7")
    void aPointAndAGroupShowTheSameStatusAndActions() throws Exception {
        distribute();
        point.obey();
        page.navigate("/distribution-points/DP00001/content");
        assertThat(page.locator("svg.pie")).hasAttribute("aria-label", "1 package targeted: 1 installed");
        page.getByLabel("Select Package " + content).check();
        button("Validate").click();
        assertThat(page.locator("table.list tbody")).containsText("content monitoring");
        site.api("POST", "/point-groups", "{\"name\":\"West\"}");
        site.api("PUT", "/point-groups/" + group("West") + "/points/DP00001", "");
        site.api("POST", "/content/" + content + "/distribute", "{\"groups\":[\"" + group("West") + "\"]}");
        page.navigate("/point-groups");
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("West")))
                .containsText("in progress");
        page.getByText("West", new Page.GetByTextOptions().setExact(true)).click();
        page.locator("nav.tabs").getByText("Content (1)").click();
        assertThat(row()).containsText("Package " + content);
        site.api("DELETE", "/point-groups/" + group("West"), "");
    }

    @Test
    @Tag("DIST-11")
    void aPointInMaintenanceGetsNothing() throws Exception {
        page.navigate("/distribution-points/DP00001");
        page.getByLabel("Maintenance mode").check();
        button("Save").click();
        assertThat(page.locator("#live .state")).hasText("online, maintenance");
        distribute();
        assertThat(point.report().jobs()).isEmpty();
        page.getByLabel("Maintenance mode").uncheck();
        button("Save").click();
        assertThat(page.locator("#live .state")).hasText("online");
        assertThat(point.report().jobs()).hasSize(1);
    }

    @Test
    @Tag("DIST-10")
    void aWrongRateComesBackAsItWasTypedWithItsMessageByTheField() {
        page.navigate("/distribution-points/DP00001?tab=schedule");
        page.getByLabel("Rate", new Page.GetByLabelOptions().setExact(true)).selectOption("PULSE");
        page.getByLabel("Mon 8 h", new Page.GetByLabelOptions().setExact(true)).selectOption("C");
        page.getByLabel("Pulse: pause (ms)").fill("soon");
        button("Save").click();
        assertThat(page.locator(".field .error")).hasText("\"soon\" is not a whole number.");
        assertThat(page.getByLabel("Pulse: pause (ms)")).hasValue("soon");
        assertThat(page.getByLabel("Mon 8 h", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("C");
        page.getByLabel("Pulse: pause (ms)").fill("250");
        page.getByLabel("Mon 8 h", new Page.GetByLabelOptions().setExact(true)).selectOption("A");
        button("Save").click();
        assertThat(page.getByLabel("Pulse: pause (ms)")).hasValue("250");
        page.getByLabel("Rate", new Page.GetByLabelOptions().setExact(true)).selectOption("UNLIMITED");
        button("Save").click();
    }

    @Test
    @Tag("DIST-11")
    void aPrestagedContentFileIsWrittenAndDownloaded() {
        open("");
        button("Create prestaged content file").click();
        assertThat(page.locator("#live .state")).hasText("succeeded");
        String file = page.getByText("Download the file").getAttribute("href");
        assertThat(page.request().get(file).status()).isEqualTo(200);
    }

    @Test
    @Tag("DIST-1")
    void roomOfDeadBlocksIsGivenBackWhenAskedFor() {
        page.navigate("/settings");
        button("Give back room").click();
        assertThat(page.locator("#live .state")).hasText("succeeded");
        assertThat(page.locator("#live")).containsText(Pattern.compile("Freed [0-9]+ bytes"));
    }

    @Test
    @Tag("DIST-9")
    void settingsOfDistributionAreKeptAndAWrongOneIsToldByItsField() {
        page.navigate("/settings");
        page.getByLabel("Packages at the same time").fill("4");
        page.getByLabel("Retries", new Page.GetByLabelOptions().setExact(true)).fill("1001");
        button("Save distribution").click();
        assertThat(page.locator(".field .error")).containsText("0 to 1000");
        assertThat(page.getByLabel("Packages at the same time")).hasValue("4");
        page.getByLabel("Retries", new Page.GetByLabelOptions().setExact(true)).fill("10");
        button("Save distribution").click();
        assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("Saved");
        assertThat(page.getByLabel("Packages at the same time")).hasValue("4");
    }

    @Test
    void aJoinCodeIsListedAndRevoked() {
        page.navigate("/distribution-points/new");
        page.getByLabel("Works for (minutes)").fill("nothing");
        button("Make a join code").click();
        assertThat(page.locator(".field .error")).containsText("is not a whole number");
        page.getByLabel("Works for (minutes)").fill("15");
        button("Make a join code").click();
        Locator waiting = page.locator("tr", new Page.LocatorOptions().setHasText("waits for a server"));
        assertThat(waiting).hasCount(1);
        waiting.getByText("Revoke").click();
        assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("works no more");
        assertThat(waiting).hasCount(0);
    }

    @Test
    void whoMayOnlyReadSeesTheStatusAndIsToldWhyNothingCanBeDone() {
        try (Browser reading = new Browser(site)) {
            reading.logIn("reader", PASSWORD);
            Page reader = reading.page();
            reader.waitForURL(Pattern.compile(".*/$"));
            reader.navigate("/content-status/" + content);
            Locator cancel = reader.getByRole(
                    AriaRole.BUTTON,
                    new Page.GetByRoleOptions().setName("Cancel").setExact(true));
            assertThat(cancel).isDisabled();
            assertThat(cancel).hasAttribute("title", Pattern.compile("Needs the role Operating System Deployment.*"));
            reader.navigate("/settings");
            assertThat(reader.getByText("Save distribution")).isDisabled();
        }
    }
}

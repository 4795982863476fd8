package dev.slipway.site.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.slipway.protocol.Registration.Environment;
import dev.slipway.protocol.RunEvent;
import dev.slipway.site.Role;
import dev.slipway.site.TestSite;
import dev.slipway.site.access.Accounts;
import dev.slipway.site.machine.TestMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** A walk through the console, in the order in which an administrator meets its pages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleTest {
    private static final String PASSWORD = "a password for tests";
    private static final String GROUP = "Install Operating System";

    private TestSite site;
    private Browser browser;
    private Page page;
    private TestMachine machine;
    private Path wim;
    private String deployment = "";
    private String run = "";

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        site = TestSite.start(Files.createDirectories(folder.resolve("site")));
        site.bean(Accounts.class).create("reader", PASSWORD, Role.READ_ONLY_ANALYST);
        wim = capture(folder);
        machine = new TestMachine(site, "4c4c4544-0000-4000-8000-00000000c0de", "52:54:00:12:34:56");
        browser = new Browser(site);
        page = browser.page();
    }

    @AfterAll
    void stop() {
        browser.close();
        site.close();
    }

    private static Path capture(Path folder) throws IOException, InterruptedException {
        Path tree = folder.resolve("tree");
        Files.writeString(Files.createDirectories(tree.resolve("etc")).resolve("os-release"), "NAME=Sample\n");
        Path wim = folder.resolve("sample.wim");
        Process capture = new ProcessBuilder(
                        "wimlib-imagex", "capture", tree.toString(), wim.toString(), "Debian 12", "A small Linux")
                .redirectErrorStream(true)
                .start();
        String output = new String(capture.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(capture.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(capture.exitValue()).as(output).isZero();
        return wim;
    }

    @Test
    @Order(1)
    void aWrongPasswordIsToldWithoutSayingWhichPartIsWrong() {
        browser.logIn("tester", "wrong");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Account or password is wrong.");
        browser.photograph("login");
    }

    @Test
    @Order(2)
    void loginLeadsToTheOverview() {
        browser.logIn("tester", PASSWORD);
        assertThat(heading("Overview")).isVisible();
        browser.photograph("overview-empty");
    }

    @Test
    @Order(3)
    void theKeyboardReachesTheContentFirst() {
        page.navigate("/images");
        page.keyboard().press("Tab");
        assertThat(page.getByText("Skip to the content")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*#main$"));
    }

    @Test
    @Tag("IMG-2")
    @Order(4)
    void aPathThatIsNotThereIsToldNextToTheForm() {
        page.navigate("/images/new");
        page.getByLabel("Path").fill("/nowhere/install.wim");
        button("Next").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("source-not-found");
        assertThat(page.getByLabel("Path")).hasValue("/nowhere/install.wim");
        browser.photograph("image-new-refused");
    }

    @Test
    @Tag("IMG-2")
    @Tag("IMG-5")
    @Order(5)
    void anImageIsAddedAndItsProgressShown() {
        page.navigate("/images/new");
        browser.photograph("wizard-source");
        page.getByLabel("Path").fill(wim.toString());
        button("Next").click();
        assertThat(page.getByLabel("Name")).hasValue("Debian 12");
        page.getByLabel("Comment").fill("For tests");
        browser.photograph("wizard-general");
        button("Next").click();
        assertThat(page.locator("dl.summary")).containsText("For tests");
        browser.photograph("wizard-summary");
        button("Back").click();
        assertThat(page.getByLabel("Comment")).hasValue("For tests");
        button("Next").click();
        button("Add").click();
        assertThat(page.locator("#live .notice.good")).containsText("SLP00001");
        browser.photograph("wizard-completion");

        page.getByText("Look at it").click();
        page.locator("nav.tabs").getByText("General").click();
        assertThat(heading("Debian 12")).isVisible();
        browser.photograph("image");
        page.locator("nav.tabs")
                .getByText("Images", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.locator("main")).containsText("A small Linux");
        browser.photograph("image-indexes");
        page.navigate("/images");
        assertThat(page.getByRole(AriaRole.CELL, new Page.GetByRoleOptions().setName(Pattern.compile("^Debian 12"))))
                .isVisible();
        browser.photograph("images");
    }

    @Test
    @Order(6)
    void xmlThatIsNoTaskSequenceIsRefusedAtItsLine() throws IOException {
        page.navigate("/task-sequences/new");
        page.getByLabel("Name").fill("Install Debian");
        page.locator("textarea").fill(xml().replace("</sequence>", "</sequenz>"));
        button("Create").click();
        assertThat(page.locator("#xml-problem")).containsText("sequence-invalid");
        assertThat(page.locator("#xml-problem a").first()).containsText("Line ");
        assertThat(page.locator("textarea")).hasValue(Pattern.compile(".*</sequenz>.*", Pattern.DOTALL));
        browser.photograph("sequence-refused");
    }

    @Test
    @Order(7)
    void aTaskSequenceIsCreatedFromItsXml() throws IOException {
        page.navigate("/task-sequences/new");
        page.getByLabel("Name").fill("Install Debian");
        page.getByLabel("Description").fill("Debian on one disk");
        page.locator("textarea").fill(xml());
        button("Create").click();
        assertThat(heading("Install Debian")).isVisible();
        assertThat(page.locator("main")).containsText("Debian 12");
        browser.photograph("sequence");
        page.navigate("/task-sequences");
        browser.photograph("sequences");
    }

    private String xml() throws IOException {
        return new String(
                        java.util.Objects.requireNonNull(getClass().getResourceAsStream("linux.xml"))
                                .readAllBytes(),
                        StandardCharsets.UTF_8)
                .replace("@IMAGE@", "SLP00001");
    }

    @Test
    @Tag("DEP-2")
    @Order(8)
    void aDeploymentIsCreatedInFourSteps() throws Exception {
        site.addPackage("SLPFFFF0", "BOOT_IMAGE", "boot");
        page.navigate("/boot-images");
        browser.photograph("boot-images");

        page.navigate("/deployments/new");
        browser.photograph("deployment-new-1");
        page.getByLabel("Install Debian").check();
        button("Next").click();
        page.getByLabel("All Unknown Computers").check();
        browser.photograph("deployment-new-2");
        button("Next").click();
        page.locator("input[value=AVAILABLE]").check();
        page.locator("input[value=MEDIA_PXE]").check();
        browser.photograph("deployment-new-3");
        button("Next").click();
        assertThat(page.locator("dl.facts")).containsText("Only media and PXE");
        browser.photograph("deployment-new-4");
        button("Create deployment").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("The deployment is there");
        deployment = page.url().replaceAll(".*/", "");
        browser.photograph("deployment");
    }

    @Test
    @Order(9)
    void aNewMachineAppearsByItselfAndIsApproved() throws Exception {
        page.navigate("/");
        machine.register();
        assertThat(page.locator("#waiting")).isVisible();
        browser.photograph("overview-waiting");
        page.navigate("/devices?state=PENDING");
        browser.photograph("devices-waiting");
        page.locator("td.pick input").check();
        button("Approve").click();
        assertThat(page.locator(".notice")).containsText("approved");
        page.navigate("/devices");
        browser.photograph("devices");
    }

    @Test
    @Tag("VAR-3")
    @Order(10)
    void aSecretVariableIsNeverShown() {
        page.navigate("/devices/" + machine.id());
        page.locator("#variable-name").fill("OSDDomainPassword");
        page.locator("#variable-value").fill("hunter2hunter2");
        page.locator("#variable-secret").selectOption("true");
        button("Set").click();
        assertThat(page.locator("main")).containsText("OSDDomainPassword");
        assertThat(page.content()).doesNotContain("hunter2hunter2");
    }

    @Test
    @Tag("ENG-12")
    @Order(11)
    void aRunIsFollowedWithoutReloading() throws Exception {
        machine.arrive(Environment.BOOT);
        run = machine.start(deployment).runId();
        machine.report(
                run,
                1,
                new RunEvent.RunStarted(7),
                new RunEvent.StepStarted(
                        2, 1, "Partition Disk 0 - UEFI", GROUP, "SMS_TaskSequence_PartitionDiskAction"),
                new RunEvent.LogLines(2, List.of("sfdisk /dev/vda", "2 partitions")),
                new RunEvent.StepFinished(2, true, 0, "", "", false),
                new RunEvent.StepSkipped(3, "Partition Disk 0 - BIOS", GROUP, "Its condition is not met."));
        page.navigate("/runs/" + run);
        page.evaluate("() => { window.notReloaded = true; }");

        machine.report(
                run,
                6,
                new RunEvent.StepStarted(
                        4, 3, "Apply Operating System", GROUP, "SMS_TaskSequence_ApplyOperatingSystemAction"),
                new RunEvent.StepProgress(4, 42, "212 of 505 MiB"),
                new RunEvent.LogLines(4, List.of("Applying Debian 12 to /dev/vda2")));
        assertThat(page.locator("#current-step")).containsText("Apply Operating System");
        assertThat(page.locator("#live")).containsText("42 % of this step · 212 of 505 MiB");
        assertThat(page.locator(".log")).containsText("Applying Debian 12 to /dev/vda2");
        assertThat(page.locator("#announce")).containsText("step 3 of 7");
        browser.photograph("run");
        page.navigate("/runs/" + run);
        page.evaluate("() => { window.notReloaded = true; }");

        machine.report(
                run,
                9,
                new RunEvent.StepFinished(4, true, 0, "", "", false),
                new RunEvent.RunFinished(true, "The task sequence is done."));
        assertThat(page.locator("#live .state").first()).hasText("succeeded");
        assertThat(page.locator("#page-actions")).containsText("The run is over.");
        assertThat(page.evaluate("() => window.notReloaded")).isEqualTo(true);
    }

    @Test
    @Order(12)
    void aRunIsCancelledFromItsPage() throws Exception {
        TestMachine other = new TestMachine(site, "4c4c4544-0000-4000-8000-00000000cafe", "52:54:00:12:34:57");
        other.register();
        site.api("POST", "/devices/" + other.id() + "/approve", "");
        other.arrive(Environment.BOOT);
        String second = other.start(deployment).runId();
        other.report(
                second,
                1,
                new RunEvent.RunStarted(7),
                new RunEvent.StepStarted(
                        2, 1, "Partition Disk 0 - UEFI", GROUP, "SMS_TaskSequence_PartitionDiskAction"));
        page.navigate("/runs/" + second);
        page.onceDialog(dialog -> dialog.accept());
        button("Cancel run").click();
        assertThat(page.locator("#live .state").first()).hasText("cancelled");
        assertThat(button("Cancel run")).isDisabled();
    }

    @Test
    @Order(13)
    void everyPageIsThere() {
        visit("/", "overview");
        visit("/runs", "runs");
        visit("/runs/" + run, "run-succeeded");
        visit("/deployments", "deployments");
        visit("/deployments/" + deployment, "deployment-done");
        visit("/devices/" + machine.id(), "device");
        visit("/collections", "collections");
        visit("/collections/SMS00001", "collection");
        visit("/images/SLP00001?tab=content", "image-content");
        visit("/operations", "operations");
        visit("/settings", "settings");
        visit("/account", "account");
    }

    private void visit(String path, String name) {
        assertThat(page.navigate(path).status()).isEqualTo(200);
        assertThat(page.locator("main h1")).isVisible();
        browser.photograph(name);
    }

    @Test
    @Tag("COL-6")
    @Order(14)
    void devicesAreImportedFromATableAndAWrongLineIsNamed() {
        page.navigate("/devices");
        page.getByText("Import devices").click();
        page.getByLabel("Devices", new Page.GetByLabelOptions().setExact(true))
                .fill("name;MAC\nDESK-01;52:54:00:aa:bb:01\nDESK 02;52:54:00:aa:bb:02");
        button("Import").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Line 3: \"DESK 02\" is no host name");
        page.getByLabel("A CSV file")
                .setInputFiles(new FilePayload(
                        "desks.csv",
                        "text/csv",
                        "DESK-01,52:54:00:aa:bb:01\nDESK-02,52:54:00:aa:bb:02".getBytes(StandardCharsets.UTF_8)));
        assertThat(page.getByLabel("Devices", new Page.GetByLabelOptions().setExact(true)))
                .hasValue(Pattern.compile("DESK-02"));
        button("Import").click();
        assertThat(page.locator(".notice.good")).containsText("2 devices are imported");
        assertThat(page.locator("table.list")).containsText("DESK-02");
    }

    @Test
    @Order(14)
    void settingsThatCannotWorkAreToldAtTheirField() {
        page.navigate("/settings");
        page.getByLabel(Pattern.compile("^Beside the network")).check();
        button("Save").click();
        assertThat(page.locator(".field", new Page.LocatorOptions().setHasText("Network interface")))
                .containsText("Name the network interface");
    }

    @Test
    @Order(15)
    void theColoursStayAsChosen() {
        page.navigate("/");
        page.locator("[data-theme-switch]").click();
        page.reload();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        page.locator("[data-theme-switch]").click();
        assertThat(page.locator("html")).hasAttribute("data-theme", "light");
    }

    @Test
    @Order(16)
    void aButtonThatTheRoleForbidsSaysWhy() {
        button("Log out").click();
        browser.logIn("reader", PASSWORD);
        page.navigate("/images");
        assertThat(button("Add image")).isDisabled();
        assertThat(page.locator("main")).containsText("Needs the role Operating System Deployment Manager");
        assertThat(page.navigate("/images/new").status()).isEqualTo(403);
        browser.photograph("forbidden");
        browser.complaints().removeIf(text -> text.contains("403"));
    }

    @Test
    @Order(17)
    void aFormWhoseSessionHasEndedLeadsToTheLogin() {
        page.navigate("/account");
        page.context().clearCookies();
        page.getByLabel("Current password").fill(PASSWORD);
        page.getByLabel("New password").fill(PASSWORD + "!");
        button("Change password").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The session has ended");
    }

    @Test
    @Order(18)
    void nothingIsFetchedFromElsewhereAndNoScriptOrPolicyComplains() {
        assertThat(browser.foreign()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    private Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setLevel(1));
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}

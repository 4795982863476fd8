package dev.slipway.site.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.site.Role;
import dev.slipway.site.TestSite;
import dev.slipway.site.access.Accounts;
import dev.slipway.wim.WimFile;
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

/** Lists, wizards and property tabs of the library, in the order in which an administrator meets them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LibraryConsoleTest {
    private static final String PASSWORD = "a password for tests";
    private TestSite site;
    private Browser browser;
    private Page page;
    private Path wim;
    private Path tree;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        tree = Files.createDirectories(folder.resolve("tree"));
        Files.writeString(tree.resolve("first"), "one\n".repeat(500));
        wim = folder.resolve("two.wim");
        wimlib("capture", tree.toString(), wim.toString(), "Ship one", "The first");
        Files.writeString(tree.resolve("second"), "two\n".repeat(500));
        wimlib("append", tree.toString(), wim.toString(), "Ship two", "The second");
        Path sources = Files.createDirectories(folder.resolve("medium").resolve("sources"));
        Files.writeString(folder.resolve("medium").resolve("Setup.exe"), "MZ");
        Files.copy(wim, sources.resolve("install.wim"));

        site = TestSite.start(Files.createDirectories(folder.resolve("site")));
        site.bean(Accounts.class).create("reader", PASSWORD, Role.READ_ONLY_ANALYST);
        for (String name : List.of("Alpha", "Charlie")) {
            site.addPackage("SLPFFF0" + name.length(), "OS_IMAGE", name);
            describe("SLPFFF0" + name.length(), name);
        }
        browser = new Browser(site);
        page = browser.page();
        browser.logIn("tester", PASSWORD);
        page.waitForURL(Pattern.compile(".*/$"));
    }

    private void describe(String id, String name) {
        site.bean(dev.slipway.site.database.Database.class).change(handle -> {
            handle.execute(
                    "update package set name = ?, size_bytes = ? where id = ?", name, 10_000 - name.length(), id);
            if (handle.select("select package from image where package = ?", id)
                    .mapTo(String.class)
                    .findOne()
                    .isEmpty()) {
                handle.execute(
                        "insert into image (package, compression, solid, boot_index, wim_guid, blocks) values (?, 'LZX', 0, 0, '', 1)",
                        id);
            }
        });
    }

    @AfterAll
    void stop() {
        browser.close();
        site.close();
    }

    private static void wimlib(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("wimlib-imagex"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    private List<String> names() {
        return page.locator("table.list tbody td[data-label=Name] a").allTextContents();
    }

    @Test
    @Order(1)
    void aClickOnAColumnSortsByIt() {
        page.navigate("/images");
        assertThat(names()).containsExactly("Alpha", "Charlie");
        page.locator("th a.sort")
                .getByText("Name", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.locator("th[aria-sort=descending]")).hasText("Name");
        assertThat(names()).containsExactly("Charlie", "Alpha");
        assertThat(page).hasURL(Pattern.compile(".*sort=name.*order=desc.*"));
    }

    @Test
    @Order(2)
    void typingSearchesWithoutAButtonAndKeepsTheWordsInTheAddress() {
        page.navigate("/images");
        page.locator("#search").pressSequentially("charl");
        assertThat(page.locator("table.list tbody tr")).hasCount(1);
        assertThat(names()).containsExactly("Charlie");
        assertThat(page).hasURL(Pattern.compile(".*search=charl.*"));
        page.locator("#search").fill("no such image");
        assertThat(page.locator(".empty")).containsText("No image matches");
        browser.photograph("list-nothing-found");
        page.getByText(Pattern.compile("^Show all")).click();
        assertThat(page.locator("table.list tbody tr")).hasCount(2);
    }

    @Test
    @Order(3)
    void chosenColumnsAreRememberedForTheAccount() {
        page.navigate("/images");
        page.locator(".drop summary").click();
        page.getByLabel("Data source", new Page.GetByLabelOptions().setExact(true))
                .check();
        page.getByLabel("OS version", new Page.GetByLabelOptions().setExact(true))
                .uncheck();
        browser.photograph("list-view");
        page.locator("#list-sort").selectOption("size");
        button("Apply and remember").click();
        assertThat(page.locator("th[aria-sort=ascending]")).hasText("Size");
        page.navigate("/");
        page.navigate("/images");
        assertThat(page.locator("table.list thead")).containsText("Data source");
        assertThat(page.locator("table.list thead")).not().containsText("OS version");
        page.locator(".drop summary").click();
        button("Reset").click();
        assertThat(page.locator("table.list thead")).containsText("OS version");
    }

    @Test
    @Order(4)
    void foldersHoldWhatIsMovedThere() {
        page.navigate("/images");
        page.getByText("New folder").click();
        page.locator("#folder-name").fill("Clients");
        button("Create").click();
        assertThat(page.locator(".tree")).containsText("Clients");
        assertThat(button("Move")).isDisabled();
        page.getByLabel("Select Charlie").check();
        assertThat(page.locator("[data-picked]")).hasText("1 selected");
        page.locator("#move-to").selectOption("Clients");
        button("Move").click();
        page.locator(".tree").getByText("Clients").click();
        assertThat(names()).containsExactly("Charlie");
        browser.photograph("list-folder");
        page.getByText("Change Clients").click();
        assertThat(button("Delete")).isDisabled();
        page.locator("#folder-rename").fill("Laptops");
        button("Save").click();
        assertThat(page.locator(".tree")).containsText("Laptops");
    }

    @Test
    @Tag("IMG-2")
    @Tag("IMG-3")
    @Order(5)
    void theImageWizardShowsWhatTheSourceHoldsBeforeItIsCopied() {
        page.navigate("/images/new");
        page.getByLabel("Path").fill(wim.toString());
        button("Next").click();
        assertThat(page.getByLabel("Name")).hasValue("Ship one");
        assertThat(page.locator("main table")).containsText("Ship two");
        assertThat(page.locator("#f-index")).containsText("Only 2. Ship two");
        browser.photograph("wizard-two-images");
        page.getByLabel("Name").fill("x".repeat(50));
        button("Next").click();
        button("Add").click();
        assertThat(page.locator("#live .notice.good")).isVisible();
    }

    @Test
    @Tag("UPG-1")
    @Order(6)
    void aFolderWithoutSetupIsNoUpgradePackage() {
        page.navigate("/upgrade-packages");
        browser.photograph("upgrade-packages-empty");
        page.navigate("/upgrade-packages/new");
        page.getByLabel("Path").fill(tree.toString());
        button("Next").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("setup.exe");
    }

    @Test
    @Tag("UPG-1")
    @Order(7)
    void anUpgradePackageIsAddedByItsWizard() {
        page.navigate("/upgrade-packages/new");
        page.getByLabel("Path").fill(wim.resolveSibling("medium").toString());
        button("Next").click();
        assertThat(page.locator("main")).containsText("in 2 files");
        page.getByLabel("Name").fill("Ship upgrade");
        page.getByLabel("Version").fill("24H2");
        button("Next").click();
        browser.photograph("upgrade-summary");
        button("Add").click();
        assertThat(page.locator("#live .notice.good")).containsText("Ship upgrade");
        page.getByText("Look at it").click();
        assertThat(page.locator("main")).containsText("The second");
        browser.photograph("upgrade-images");
    }

    @Test
    @Tag("DIST-9")
    @Tag("DIST-11")
    @Order(8)
    void whatTheSharedTabsSaveStays() {
        page.navigate("/images?search=xxxx");
        page.locator("table.list tbody a").first().click();
        tab("General");
        page.getByLabel("Manufacturer").fill("Shipyard");
        button("Save").click();
        assertThat(page.locator(".notice.good")).containsText("Saved.");
        tab("Distribution Settings");
        page.getByLabel("Distribution priority").selectOption("HIGH");
        page.getByText("Fetch only changes").click();
        page.getByLabel("Distribute the content on demand").check();
        button("Save").click();
        assertThat(page.locator(".notice.good")).containsText("Saved.");
        tab("Versions");
        page.getByLabel("Versions to keep").fill("7");
        button("Save").click();
        assertThat(page.locator(".notice.good")).containsText("Saved.");

        tab("Distribution Settings");
        assertThat(page.getByLabel("Distribution priority")).hasValue("HIGH");
        assertThat(page.getByLabel("Fetch only changes")).isChecked();
        assertThat(page.getByLabel("Distribute the content on demand")).isChecked();
        page.getByLabel("Distribute the content on demand").uncheck();
        page.getByText("Fetch by themselves").click();
        button("Save").click();
        assertThat(page.getByLabel("Distribute the content on demand")).not().isChecked();
        tab("Versions");
        assertThat(page.getByLabel("Versions to keep")).hasValue("7");
        tab("General");
        assertThat(page.getByLabel("Manufacturer")).hasValue("Shipyard");
        assertThat(page.locator("main")).containsText("high");
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    @Test
    @Tag("DIST-3")
    @Order(8)
    void aChangedSourceBecomesTheNextVersionAndOneClickGoesBack() throws Exception {
        page.navigate("/images?search=xxxx");
        page.locator("table.list tbody a").first().click();
        String image = page.url().replaceAll("[?].*", "");
        Files.writeString(tree.resolve("third"), "three\n".repeat(500));
        wimlib("append", tree.toString(), wim.toString(), "Ship three", "The third");
        tab("Data Source");
        page.getByLabel("Look for changes").selectOption("WEEKLY");
        page.getByLabel("On", exactly()).selectOption("SUNDAY");
        page.getByLabel("At (UTC)").fill("02:00");
        button("Save").click();
        assertThat(page.locator(".notice.good")).containsText("Saved.");
        assertThat(page.getByLabel("On", exactly())).hasValue("SUNDAY");
        assertThat(page.locator("main")).containsText(Pattern.compile("Next.*02:00"));
        browser.photograph("image-source");
        page.getByLabel("On", exactly()).selectOption("");
        button("Save").click();
        assertThat(page.locator("main")).containsText("WEEKLY SUNDAY 02:00");
        page.navigate(image);
        tab("Data Source");
        assertThat(page.getByLabel("At (UTC)")).hasValue("02:00");
        button("Update distribution points").click();
        assertThat(page.locator("#live .state")).hasText("succeeded");
        page.navigate(image + "?tab=versions");
        assertThat(page.locator("tbody tr")).hasCount(2);
        assertThat(page.locator("tbody tr").first()).containsText("current");
        browser.photograph("image-versions");
        page.onceDialog(dialog -> dialog.accept());
        button("Roll back").click();
        assertThat(page.locator(".notice.good")).containsText("Version 1 is the current one now");
        tab("Images");
        assertThat(page.locator("main")).not().containsText("The third");
    }

    @Test
    @Tag("DIST-7")
    @Order(9)
    void theSitesOwnPointShowsWhatItHolds() {
        page.navigate("/images?search=xxxx");
        page.locator("table.list tbody a").first().click();
        tab("Content Locations");
        browser.photograph("image-locations");
        tab("Distribution Settings");
        page.getByLabel("Distribution priority").selectOption("HIGH");
        button("Save").click();
        assertThat(page.getByLabel("Distribution priority")).hasValue("HIGH");
        browser.photograph("image-distribution");
        tab("Security");
        browser.photograph("image-security");
    }

    @Test
    @Tag("IMG-6")
    @Order(10)
    void reloadReadsTheImagesAnew() {
        page.navigate("/images?search=xxxx");
        page.locator("table.list tbody a").first().click();
        tab("Images");
        button("Reload").click();
        assertThat(page.locator(".notice.good")).containsText("was read anew from its content");
        assertThat(page.locator("main")).containsText("The second");
    }

    @Test
    @Tag("IMG-4")
    @Order(11)
    void extractMakesAnImageOfOneIndex() {
        page.navigate("/images?search=xxxx");
        page.locator("table.list tbody a").first().click();
        tab("Images");
        button("Extract this image").last().click();
        assertThat(page.locator("#live .state")).hasText("succeeded");
        page.navigate("/images?search=ship");
        page.locator("table.list tbody a").getByText("Ship two").click();
        tab("Images");
        assertThat(page.locator("main h2")).hasText(new String[] {"1. Ship two"});
    }

    @Test
    @Tag("UPG-2")
    @Order(11)
    void extractLeavesOneIndexInAnUpgradePackageAndItsSource() throws Exception {
        page.navigate("/upgrade-packages");
        page.locator("table.list tbody a").getByText("Ship upgrade").click();
        tab("Images");
        page.getByLabel("Replace its file in the source folder too").last().check();
        browser.photograph("upgrade-extract");
        page.onceDialog(dialog -> {
            assertThat(dialog.message()).contains("Back up the source first");
            dialog.accept();
        });
        button("Extract this image").last().click();
        assertThat(page.locator("#live .state")).hasText("succeeded");
        page.navigate("/upgrade-packages");
        page.locator("table.list tbody a").getByText("Ship upgrade").click();
        tab("Images");
        assertThat(page.locator("main h2")).hasText(new String[] {"1. Ship two"});
        Path source = wim.resolveSibling("medium").resolve("sources").resolve("install.wim");
        try (WimFile replaced = WimFile.open(source)) {
            assertThat(replaced.images()).hasSize(1);
        }
    }

    @Test
    @Order(12)
    void aSourceAccountIsKeptAndItsPasswordNeverShown() {
        page.navigate("/source-accounts");
        page.locator("#f-name").fill("Files");
        page.locator("#f-userName").fill("reader");
        page.locator("#f-password").fill("hunter2hunter2");
        button("Save").click();
        assertThat(page.locator("table.list")).containsText("Files");
        assertThat(page.content()).doesNotContain("hunter2");
        browser.photograph("source-accounts");
        page.navigate("/images/new");
        assertThat(page.getByLabel("Source account")).containsText("Files");
    }

    @Test
    @Order(13)
    void whoMayOnlyReadIsToldSoAtEachButton() {
        button("Log out").click();
        browser.logIn("reader", PASSWORD);
        page.waitForURL(Pattern.compile(".*/$"));
        page.navigate("/upgrade-packages");
        page.locator("table.list tbody a").first().click();
        assertThat(button("Save")).isDisabled();
        assertThat(button("Distribute content")).isDisabled();
        tab("Data Source");
        assertThat(button("Update distribution points")).isDisabled();
        assertThat(page.locator("main")).containsText("Needs the role Operating System Deployment Manager");
        browser.photograph("upgrade-read-only");
    }

    @Test
    @Order(14)
    void noScriptOrPolicyComplains() {
        assertThat(browser.foreign()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    private void tab(String name) {
        page.locator("nav.tabs")
                .getByText(name, new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.locator("nav.tabs a[aria-current=page]")).hasText(name);
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}

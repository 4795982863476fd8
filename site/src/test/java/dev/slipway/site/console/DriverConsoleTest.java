package dev.slipway.site.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.site.TestSite;
import dev.slipway.site.library.driver.SampleDrivers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers and driver packages in a browser. */
class DriverConsoleTest {
    @Test
    @Tag("DRV-1")
    @Tag("DRV-2")
    @Tag("DRV-3")
    @Tag("DRV-4")
    void driversAreImportedByTheWizardIntoAPackageAndDisabled(@TempDir Path folder) throws Exception {
        SampleDrivers.storage(folder.resolve("drivers"), "Seven");
        SampleDrivers.network(folder.resolve("drivers"), "Seven");
        try (TestSite site = TestSite.start(Files.createDirectories(folder.resolve("site")));
                Browser browser = new Browser(site)) {
            Page page = browser.page();
            browser.logIn("tester", "a password for tests");
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Overview")))
                    .isVisible();

            page.navigate("/driver-packages/new");
            page.getByLabel("Name").fill("Sloop 3");
            page.getByLabel("Model").fill("Sloop");
            button(page, "Create driver package").click();
            assertThat(page.locator("main")).containsText("No drivers yet");

            page.navigate("/drivers/new");
            page.getByLabel("Path").fill("/nowhere");
            button(page, "Next").click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("source-not-found");
            page.getByLabel("Path").fill(folder.resolve("drivers").toString());
            button(page, "Next").click();
            assertThat(page.locator("main")).containsText("The source lacks helper.dll.");
            assertThat(page.locator("main")).containsText("Keel Yard (Harbour Root)");
            assertThat(page.locator("main")).containsText("The INF file names no catalog.");
            page.getByLabel("Drivers that are not signed").check();
            button(page, "Show the list so").click();
            assertThat(page.locator("main tbody tr")).hasCount(1);
            page.getByLabel("Drivers that are not signed").uncheck();
            button(page, "Show the list so").click();
            assertThat(page.locator("main tbody tr")).hasCount(2);
            browser.photograph("driver-wizard");
            page.getByLabel("Categories").fill("Laptops, 2024");
            button(page, "Next").click();
            page.getByLabel("Sloop 3").check();
            assertThat(page.getByLabel("Update distribution points when finished"))
                    .isChecked();
            button(page, "Next").click();
            assertThat(page.locator("main")).containsText("takes no drivers for Windows");
            button(page, "Next").click();
            assertThat(page.locator("main")).containsText("Sloop 3");
            button(page, "Import").click();
            assertThat(page.locator("main")).containsText("2 imported.");

            page.navigate("/drivers");
            page.getByLabel("Select all rows shown").check();
            button(page, "Categorize or add to packages").click();
            page.getByLabel("Categories").fill("Docks");
            browser.photograph("drivers-selected");
            button(page, "Add categories").click();
            assertThat(page.locator(".notice.good")).containsText("2 of 2: categorized.");
            assertThat(page.locator("table.list")).containsText("2024, Docks, Laptops");
            page.getByLabel("Select Keel Seven Controller").check();
            button(page, "Categorize or add to packages").click();
            page.getByLabel("Update distribution points when finished").uncheck();
            button(page, "Take out of it").click();
            assertThat(page.locator(".notice.good")).containsText("Update the distribution points");
            page.navigate("/driver-packages");
            page.locator("table").getByText("Sloop 3").click();
            page.locator("nav.tabs").getByText("Drivers").click();
            assertThat(page.locator(".notice.warn")).containsText("does not hold the same drivers yet");
            page.locator("nav.tabs").getByText("Data Source").click();
            browser.photograph("driver-package-source");
            button(page, "Update distribution points").click();
            assertThat(page.locator("#live .state")).hasText("succeeded");
            page.navigate("/drivers?search=keel");
            page.getByLabel("Select Keel Seven Controller").check();
            button(page, "Categorize or add to packages").click();
            button(page, "Add to the package").click();
            page.navigate("/drivers?search=keel");
            page.locator("table").getByText("Keel Seven Controller").click();
            button(page, "Disable").click();
            assertThat(page.locator("main")).containsText("disabled");
            assertThat(page.locator("#f-categories")).hasValue("2024, Docks, Laptops");
            assertThat(page.locator("main")).containsText("by Keel Yard (Harbour Root)");
            browser.photograph("driver");
            page.locator("nav.tabs").getByText("Devices").click();
            assertThat(page.locator("main")).containsText("PCI\\VEN_1D1D&DEV_0100");

            page.navigate("/driver-packages");
            page.locator("table").getByText("Sloop 3").click();
            page.locator("nav.tabs").getByText("Drivers").click();
            assertThat(page.locator("main")).containsText("Keel Seven Controller");
            browser.photograph("driver-package");
            page.locator("a.button")
                    .getByText("Export", new Locator.GetByTextOptions().setExact(true))
                    .waitFor();
            com.microsoft.playwright.Download export = page.waitForDownload(() -> page.locator("a.button")
                    .getByText("Export", new Locator.GetByTextOptions().setExact(true))
                    .click());
            Path zip = folder.resolve(export.suggestedFilename());
            export.saveAs(zip);
            page.navigate("/driver-packages/new");
            page.getByLabel("Path").fill(zip.toString());
            button(page, "Import").click();
            assertThat(page.locator("#live .state")).hasText("succeeded");
            page.navigate("/driver-packages");
            assertThat(page.locator("table.list tbody tr")).hasCount(2);
            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.foreign()).isEmpty();
        }
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}

package dev.slipway.site.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.site.TestSite;
import dev.slipway.site.library.Wims;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** An image that holds a Windows, from its wizard through its tabs, in the order in which an administrator meets them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImageConsoleTest {
    private TestSite site;
    private Browser browser;
    private Page page;
    private Path wim;
    private String image = "";

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path tree = Wims.windowsTree(Files.createDirectories(folder.resolve("tree")));
        Path terms = Files.createDirectories(tree.resolve("Windows/System32/en-US/Licenses/_Default/Enterprise"));
        Files.writeString(terms.resolve("license.rtf"), "{\\rtf1 Terms}");
        wim = Wims.captured(
                tree,
                folder.resolve("install.wim"),
                "Windows 11 Enterprise",
                "WINDOWS/ARCH=9",
                "WINDOWS/PRODUCTTYPE=WinNT",
                "WINDOWS/INSTALLATIONTYPE=Client",
                "WINDOWS/VERSION/MAJOR=10",
                "WINDOWS/VERSION/MINOR=0",
                "WINDOWS/VERSION/BUILD=26100",
                "WINDOWS/VERSION/SPBUILD=1742");
        site = TestSite.start(Files.createDirectories(folder.resolve("site")));
        site.addPackage("SLPFFFF0", "BOOT_IMAGE", "boot");
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

    @Test
    @Tag("IMG-3")
    @Order(1)
    void theWizardGoesOnOnlyWhenTheLicenceTermsAreAccepted() {
        page.navigate("/images/new");
        page.getByLabel("Path").fill(wim.toString());
        button("Next").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("licence terms");
        browser.photograph("image-license");
        page.getByLabel(Pattern.compile("I have read the licence terms.*")).check();
        button("Next").click();
        assertThat(page.getByLabel("Name")).hasValue("Windows 11 Enterprise");
        assertThat(page.getByLabel("Architecture")).hasValue("x64");
        button("Next").click();
        assertThat(page.locator("dl.summary")).containsText("accepted: \\Windows\\System32");
        browser.photograph("image-license-summary");
        button("Add").click();
        assertThat(page.locator("#live .notice.good")).isVisible();
        page.getByText("Look at it").click();
        image = page.url().replaceAll("[?].*", "");
    }

    @Test
    @Tag("IMG-5")
    @Tag("IMG-9")
    @Order(2)
    void eachIndexShowsWhatTheWimSaysAndWhatItLacks() {
        Locator main = page.locator("main");
        assertThat(main).containsText("10.0.26100.1742");
        assertThat(main).containsText("HAL typenot in the WIM");
        assertThat(main).containsText("not how the disk was parted");
        assertThat(main).containsText("Unified Update Platform");
        assertThat(main).containsText("refreshed medium");
        assertThat(main).containsText("accepted by tester");
        browser.photograph("image-indexes");
    }

    @Test
    @Tag("IMG-6")
    @Order(3)
    void theUpdatesInTheImageAreListed() {
        tab("Installed Updates");
        Locator row = page.locator("main tbody tr").filter(new Locator.FilterOptions().setHasText("Security Update"));
        assertThat(row).containsText("KB5034441");
        assertThat(row).containsText("Fix for KB5034441");
        assertThat(row).containsText("19041.3920.1.2");
        assertThat(row).containsText("present");
        assertThat(page.locator("main tbody tr")).hasCount(3);
        browser.photograph("image-updates");
    }

    @Test
    @Tag("IMG-8")
    @Order(4)
    void multicastOptionsAreSavedAndTheirRulesTold() {
        tab("Distribution Settings");
        assertThat(page.locator("main")).containsText("no multicast service yet");
        assertThat(page.locator("main")).containsText("before the image reaches a distribution point");
        page.getByLabel(Pattern.compile("Encrypt multicast.*")).check();
        button("Save multicast options").click();
        assertThat(page.locator(".notice.bad")).containsText("needs that the image may be transferred by multicast");
        page.getByLabel(Pattern.compile("Allow this image.*")).check();
        page.getByLabel(Pattern.compile("Transfer this image only.*")).check();
        button("Save multicast options").click();
        assertThat(page.locator("main")).containsText("No machine can get this image now");
        assertThat(page.getByLabel(Pattern.compile("Transfer this image only.*")))
                .isChecked();
        browser.photograph("image-multicast");
    }

    @Test
    @Tag("IMG-8")
    @Order(5)
    void aDeploymentOfAMulticastOnlyImageIsRefusedInItsWizard() throws Exception {
        String id = image.substring(image.lastIndexOf('/') + 1);
        site.addSequence("SLPFFF02", "Install", "<sequence version=\"3.10\"/>", id);
        page.navigate("/deployments/new?sequence=SLPFFF02&collection=SMS00001");
        assertThat(page.locator("main")).containsText("Download content locally when needed");
        browser.photograph("deployment-content");
        button("Next").click();
        assertThat(page.locator("main dl")).containsText("Download content locally when needed");
        button("Create deployment").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("no multicast service");
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.foreign()).isEmpty();
    }

    private void tab(String name) {
        page.navigate(image);
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

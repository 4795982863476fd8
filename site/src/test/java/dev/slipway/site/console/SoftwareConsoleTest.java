package dev.slipway.site.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.site.TestSite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
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

/** Applications, packages and the properties of a boot image in a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SoftwareConsoleTest {
    private static final String PASSWORD = "a password for tests";

    private TestSite site;
    private Browser browser;
    private Page page;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        site = TestSite.start(Files.createDirectories(folder.resolve("site")));
        browser = new Browser(site);
        page = browser.page();
        browser.logIn("tester", PASSWORD);
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Overview")))
                .isVisible();
    }

    @AfterAll
    void stop() {
        browser.close();
        site.close();
    }

    @Test
    @Order(1)
    void aWizardAddsAnApplication() throws Exception {
        Path source = Files.createDirectories(folder.resolve("editor"));
        Files.writeString(source.resolve("setup.sh"), "echo setup");
        page.navigate("/applications/new");
        page.getByLabel("Name").fill("Editor");
        page.getByLabel("Publisher").fill("Shipyard");
        button("Next").click();
        page.getByLabel("Folder").fill("/nowhere");
        button("Next").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("source-not-found");
        page.getByLabel("Folder").fill(source.toString());
        button("Next").click();
        page.getByLabel("Name").fill("Linux");
        page.getByLabel("Install command", new Page.GetByLabelOptions().setExact(true))
                .fill("sh setup.sh");
        button("Next").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("at least one rule");
        browser.photograph("application-wizard");
        page.getByLabel("Path, command or key").fill("/opt/editor/editor");
        button("Next").click();
        assertThat(page.locator("main")).containsText("sh setup.sh");
        button("Back").click();
        assertThat(page.getByLabel("Path, command or key")).hasValue("/opt/editor/editor");
        button("Next").click();
        button("Add").click();
        page.getByText("Look at it").click();
        assertThat(heading("Editor")).isVisible();
        assertThat(page.locator("main")).containsText("File /opt/editor/editor exists");
        browser.photograph("application");
    }

    @Test
    @Order(2)
    void aDeploymentTypeIsAddedAndRemoved() {
        page.getByLabel("Name").fill("Windows");
        page.getByLabel("Install command", new Page.GetByLabelOptions().setExact(true))
                .fill("setup.exe /quiet");
        page.getByLabel("It is installed when").selectOption("registry");
        page.getByLabel("Path, command or key").fill("HKXX\\SOFTWARE\\Editor");
        button("Save").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("HKLM or HKCU");
        page.getByLabel("Path, command or key").fill("HKLM\\SOFTWARE\\Editor");
        button("Save").click();
        assertThat(page.locator("main")).containsText("Registry HKLM\\SOFTWARE\\Editor, value (default) exists");
        page.onceDialog(dialog -> dialog.accept());
        page.locator("section[aria-label=Linux]")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Remove"))
                .click();
        assertThat(page.locator("section[aria-label=Linux]")).hasCount(0);
    }

    @Test
    @Order(3)
    void aWizardAddsAPackageWithoutContent() {
        page.navigate("/packages/new");
        page.getByLabel("Name").fill("Clean up");
        button("Next").click();
        button("Next").click();
        page.getByLabel("Name").fill("Run");
        page.getByLabel("Command line").fill("rm -rf /var/cache/app");
        button("Next").click();
        button("Add").click();
        page.getByText("Look at it").click();
        assertThat(page.locator("main")).containsText("rm -rf /var/cache/app");
        page.navigate("/packages");
        assertThat(page.locator("main")).containsText("Clean up");
        page.navigate("/applications");
        page.getByLabel("Search applications").fill("no such thing");
        assertThat(page.locator("main")).not().containsText("Editor");
        page.getByLabel("Search applications").fill("edit");
        assertThat(page.locator("main")).containsText("Editor");
        browser.photograph("applications");
    }

    @Test
    @Order(4)
    @Tag("BOOT-2")
    @Tag("BOOT-3")
    void aBootImageIsAddedByTheWizardAndCustomizedAndWarns() throws Exception {
        page.navigate("/boot-images");
        page.getByText("Add boot image").click();
        page.getByLabel("Path").fill("/nowhere");
        button("Next").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("source-not-found");
        page.getByLabel("Path").fill(bootImage().toString());
        button("Next").click();
        assertThat(page.getByLabel("Name")).hasValue("Custom");
        assertThat(page.locator("dl.summary")).containsText("kernel");
        page.getByLabel("Comment").fill("For tests");
        browser.photograph("boot-image-wizard");
        button("Next").click();
        assertThat(page.locator("dl.summary")).containsText("For tests");
        button("Add").click();
        page.getByText("Look at it").click();
        assertThat(page.locator("main h1")).hasText("Custom");
        page.getByLabel("Properties").getByText("Drivers").click();
        page.getByText("Network", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("main")).containsText("igb");
        assertThat(page.locator("main")).not().containsText("nvme");
        page.getByText("Customization", new Page.GetByTextOptions().setExact(true))
                .click();
        page.getByLabel("Keyboard").fill("no keymap!");
        button("Save").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("A keymap's name");
        page.getByLabel("Keyboard").fill("de");
        page.getByLabel("Language").fill("French");
        button("Save").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("decimal LCID");
        page.getByLabel("Language").fill("1036");
        page.getByLabel("Scratch space").selectOption("256");
        page.getByLabel("Text at the start").fill("Shipyard\nAsk 4711");
        page.getByLabel(Pattern.compile("Enable command support.*")).check();
        button("Save").click();
        assertThat(page.locator(".notice.warn")).containsText("For testing only");
        assertThat(page.getByLabel("Keyboard")).hasValue("de");
        assertThat(page.getByLabel("Language")).hasValue("1036");
        browser.photograph("boot-image-customization");
        page.getByText("Update", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("main")).containsText("Debian's newest");
        browser.photograph("boot-image-update");
    }

    @Test
    @Order(5)
    @Tag("BOOT-1")
    void aSequenceGetsItsOwnBootImage() {
        site.addSequence("SLP0C001", "Deploy the office", "<sequence/>");
        page.getByText("General", new Page.GetByTextOptions().setExact(true)).click();
        page.getByLabel("Start the machines of").selectOption("SLP0C001");
        button("Use this boot image").click();
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Deploy the office")))
                .isVisible();
        assertThat(button("Remove")).isDisabled();
        button("Use the default").click();
        assertThat(button("Remove")).isEnabled();
    }

    @Test
    @Order(6)
    @Tag("BOOT-3")
    @Tag("DIST-2")
    void aBootImagesTabsTellItsVersionsItsPlacesAndFromWhereItStarts() throws Exception {
        openTab("Data Source");
        page.getByLabel("Start machines from the distribution points that hold it")
                .uncheck();
        button("Save the start").click();
        assertThat(page.getByLabel("Start machines from the distribution points that hold it"))
                .not()
                .isChecked();
        browser.photograph("boot-image-source");
        openTab("Content Locations");
        assertThat(page.locator("main")).containsText("Site server");
        Files.writeString(bootImage().resolve("vmlinuz"), "another kernel");
        Path description = folder.resolve("bootimage").resolve("bootimage.json");
        Files.writeString(
                description,
                Files.readString(description)
                        .replace(sha256("kernel"), sha256("another kernel"))
                        .replace("6.12", "6.13"));
        openTab("Data Source");
        button("Update distribution points").click();
        assertThat(page.locator("main")).containsText("succeeded");
        assertThat(page.locator("main")).containsText("version 2");
        page.goBack();
        openTab("Versions");
        page.onceDialog(dialog -> dialog.accept());
        button("Roll back").click();
        assertThat(page.locator("main")).containsText("Version 1 is the current one now");
        openTab("Images");
        assertThat(page.locator("main")).containsText("6.12");
        browser.photograph("boot-image-versions");
    }

    private void openTab(String name) {
        page.getByLabel("Properties")
                .getByText(name, new Locator.GetByTextOptions().setExact(true))
                .click();
    }

    @Test
    @Order(7)
    void nothingWentWrongInTheBrowser() {
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.foreign()).isEmpty();
    }

    private Path bootImage() throws Exception {
        Path image = Files.createDirectories(folder.resolve("bootimage"));
        Files.writeString(image.resolve("vmlinuz"), "kernel");
        Files.writeString(image.resolve("initrd.img"), "initramfs");
        Files.writeString(image.resolve("bootimage.json"), """
                {"name": "Custom", "version": "1", "architecture": "x64", "kernelVersion": "6.12", "agentVersion": "0.1", "overlayFormat": 1,
                 "drivers": [{"name": "nvme", "folder": "drivers/nvme/host", "description": "NVM"},
                             {"name": "igb", "folder": "drivers/net/ethernet/intel/igb", "description": "Intel"}],
                 "kernel": {"path": "vmlinuz", "sha256": "%s"}, "initramfs": {"path": "initrd.img", "sha256": "%s"}}
                """.formatted(sha256("kernel"), sha256("initramfs")));
        return image;
    }

    private static String sha256(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}

package dev.slipway.site.console;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Takes the guide's pictures from a site with samples. In {@code site}: {@code SLIPWAY_GUIDE_PICTURES=../docs/guide/images mvn test -Dtest=GuidePictures}. */
@EnabledIfEnvironmentVariable(named = "SLIPWAY_GUIDE_PICTURES", matches = ".+")
class GuidePictures {
    @Test
    void takePictures(@TempDir Path folder) throws Exception {
        try (FilledSite filled = FilledSite.start(folder);
                Browser browser = new Browser(filled.site)) {
            take(filled, browser, Path.of(System.getenv("SLIPWAY_GUIDE_PICTURES")));
        }
    }

    static void take(FilledSite filled, Browser browser, Path pictures) {
        Page page = browser.page();
        browser.logIn("tester", FilledSite.PASSWORD);
        page.waitForURL(Pattern.compile(".*/$"));
        page.setViewportSize(1280, 800);
        take(page, "/", pictures.resolve("overview.png"));
        take(page, "/boot-images?search=Boot", pictures.resolve("boot-images.png"));
        take(page, "/images/" + filled.windows + "?tab=images", pictures.resolve("image.png"));
        take(page, "/content-status/" + filled.image, pictures.resolve("content-status.png"));
        take(page, "/task-sequences/" + filled.sequence, pictures.resolve("sequence.png"));
        take(page, "/deployments/SLP20001", pictures.resolve("deployment.png"));
        take(page, "/devices", pictures.resolve("devices.png"));
        take(page, "/runs/" + filled.running, pictures.resolve("run.png"));
    }

    private static void take(Page page, String address, Path file) {
        page.navigate(address);
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                .waitFor();
        page.waitForFunction(PageInspector.SETTLED);
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }
}

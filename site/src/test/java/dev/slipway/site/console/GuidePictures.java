package dev.slipway.site.console;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.site.console.Browser.Address;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Takes the guide's pictures from the lab while its machine is being deployed. In {@code site}, with the lab just started:
 * {@code SLIPWAY_GUIDE_SITE=http://localhost:8080 SLIPWAY_GUIDE_PASSWORD=… mvn test -Dtest=GuidePictures}.
 */
@EnabledIfEnvironmentVariable(named = "SLIPWAY_GUIDE_SITE", matches = "https?://.+")
class GuidePictures {
    private static final Path FOLDER = Path.of("..", "docs", "guide", "images");
    private static final double HALF_AN_HOUR = 1_800_000;

    @Test
    void takePictures() {
        try (Browser browser = new Browser(new Address(System.getenv("SLIPWAY_GUIDE_SITE")))) {
            Page page = browser.page();
            page.setViewportSize(1200, 760);
            browser.logIn("admin", System.getenv("SLIPWAY_GUIDE_PASSWORD"));
            page.waitForURL(Pattern.compile(".*/$"));

            page.navigate("/boot-images");
            take(page, "boot-images");
            page.navigate("/images");
            page.locator("tbody a").first().click();
            page.locator("nav.tabs a[href$='tab=images']").click();
            take(page, "image");
            page.navigate("/content-status");
            page.locator("tbody a").first().click();
            page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                    .waitFor();
            take(page, "content-status");
            page.navigate("/task-sequences");
            page.locator("tbody a").first().click();
            take(page, "sequence");
            page.navigate("/deployments");
            page.locator("tbody a").first().click();
            page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                    .waitFor();
            take(page, "deployment");

            page.navigate("/");
            // The overview shows the run by itself as soon as the machine begins.
            page.locator("#live a[href^='/runs/']")
                    .first()
                    .waitFor(new com.microsoft.playwright.Locator.WaitForOptions().setTimeout(HALF_AN_HOUR));
            take(page, "overview");
            page.locator("#live a[href^='/runs/']").first().click();
            page.locator("#current-step", new Page.LocatorOptions().setHasText("Apply Operating System"))
                    .waitFor(new com.microsoft.playwright.Locator.WaitForOptions().setTimeout(HALF_AN_HOUR));
            page.getByText(Pattern.compile("^[2-9][0-9] % of this step"))
                    .waitFor(new com.microsoft.playwright.Locator.WaitForOptions().setTimeout(HALF_AN_HOUR));
            take(page, "run");

            page.navigate("/devices");
            take(page, "devices");
        }
    }

    private static void take(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
    }
}

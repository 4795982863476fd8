package dev.slipway.site.console;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.site.TestSite;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The system's Chromium, one window, and what went wrong in it. */
final class Browser implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int WIDE = 1360;
    private static final int NARROW = 400;
    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> foreign = new CopyOnWriteArrayList<>();

    /** Where the console is. */
    record Address(String base) {}

    Browser(TestSite site) {
        this(new Address("http://localhost:" + site.httpPort()));
    }

    Browser(Address address) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of(
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        String base = address.base();
        context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(base)
                .setViewportSize(WIDE, 900));
        context.setDefaultTimeout(30_000);
        PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
        page = context.newPage();
        page.onConsoleMessage(this::hear);
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(base) && !request.url().startsWith("data:")) {
                foreign.add(request.url());
            }
        });
    }

    private void hear(ConsoleMessage message) {
        // A form that was refused answers 422, which Chromium calls an error; everything else is one.
        if (message.type().equals("error") && !message.text().contains("422")) {
            complaints.add(message.text());
        }
    }

    Page page() {
        return page;
    }

    /** Errors of scripts, and what the content security policy has blocked. */
    List<String> complaints() {
        return complaints;
    }

    /** Requests to anywhere but the site. */
    List<String> foreign() {
        return foreign;
    }

    void logIn(String account, String password) {
        page.navigate("/login");
        page.getByLabel("Account").fill(account);
        page.getByLabel("Password").fill(password);
        page.getByText("Log in", new Page.GetByTextOptions().setExact(true)).click();
    }

    /** The page as it is now: light and dark, wide and narrow, whole length. */
    void photograph(String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(WIDE, NARROW)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                page.setViewportSize(width, width == WIDE ? 900 : 800);
                String file = "%s-%s-%s.png"
                        .formatted(
                                name,
                                width == WIDE ? "wide" : "narrow",
                                scheme.name().toLowerCase(java.util.Locale.ROOT));
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(SCREENSHOTS.resolve(file))
                        .setFullPage(true));
            }
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(WIDE, 900);
    }

    @Override
    public void close() {
        context.close();
        chromium.close();
        playwright.close();
    }
}

package dev.slipway.site.console;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the page that is open: wide and narrow, light and dark. A page must not be wider than its window, must hide no column, must say nothing that only its author
 * understands, and must follow WCAG 2.1 AA as far as axe-core can tell. With {@code SLIPWAY_PICTURES=folder} it leaves a picture of each.
 */
final class PageInspector {
    private static final int WIDE = 1440;
    private static final int NARROW = 390;
    private static final String AXE = axe();
    private static final @Nullable String PICTURES = System.getenv("SLIPWAY_PICTURES");

    /** What a program says of itself, a plural of one, and a name where a word belongs. */
    private static final String WORDS = """
            () => {
              const found = [];
              const text = document.body.innerText;
              const wrong = /\\bnull\\b|undefined|Optional[.\\[]|\\bNaN\\b|\\$\\{|@[0-9a-f]{6,}|\\b1 (?!(?:ms|was|goes|is|has)\\b)[a-z]+[^s ]s\\b|\\b[A-Z]{3,}_[A-Z_]+\\b/g;
              for (const match of text.matchAll(wrong)) {
                found.push("says: " + text.slice(Math.max(0, match.index - 30), match.index + 40).replace(/\\s+/g, " "));
              }
              if (!document.querySelector("h1")) { found.push("has no heading"); }
              return found;
            }
            """;

    private static final String WIDTHS = """
            () => {
              const found = [];
              const root = document.documentElement;
              if (root.scrollWidth > root.clientWidth) {
                let widest = null;
                for (const one of document.querySelectorAll("main *")) {
                  if (one.getBoundingClientRect().right > root.clientWidth + 1) { widest = one; }
                }
                found.push("is " + root.scrollWidth + " wide: " + (widest ? widest.outerHTML.slice(0, 120) : ""));
              }
              for (const one of document.querySelectorAll("main *")) {
                const how = getComputedStyle(one).overflowX;
                const meant = one.closest(".log, textarea, .scroll, table.grid, .unseen, select, input, pre");
                if (!meant && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1 && how !== "visible") {
                  found.push("hides something at its side: " + one.outerHTML.slice(0, 80).replace(/\\s+/g, " "));
                }
              }
              return found;
            }
            """;

    private static final String RULES = """
            only => axe.run(document, {
              runOnly: only.length ? {type: "rule", values: only}
                : {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
              resultTypes: ["violations"],
            }).then(result => result.violations.flatMap(rule => rule.nodes.slice(0, 3).map(node =>
              rule.id + ": " + node.target.join(" ") + " " + (node.any.concat(node.all, node.none).map(check => check.message)[0] || rule.help))))
            """;

    /** Its stream is open, and no part of it still comes. */
    static final String SETTLED = """
            () => document.body && (!document.body.dataset.topics || document.body.dataset.live)
              && !document.querySelector("[hx-trigger=load], .htmx-request, .htmx-swapping, .htmx-settling")
            """;

    private final Page page;

    PageInspector(Browser browser) {
        page = browser.page();
    }

    private static String axe() {
        try (InputStream script = Objects.requireNonNull(PageInspector.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with the page. @param name of its pictures */
    List<String> look(String name) {
        List<String> found = new ArrayList<>();
        page.waitForFunction(SETTLED);
        show(ColorScheme.DARK, NARROW);
        found.addAll(ask(WIDTHS).stream().map(fault -> "narrow: " + fault).toList());
        photograph(name, "narrow-dark");
        show(ColorScheme.LIGHT, NARROW);
        photograph(name, "narrow-light");
        show(ColorScheme.DARK, WIDE);
        photograph(name, "wide-dark");
        page.evaluate(AXE);
        found.addAll(
                rules("color-contrast").stream().map(fault -> "dark: " + fault).toList());
        show(ColorScheme.LIGHT, WIDE);
        photograph(name, "wide-light");
        found.addAll(ask(WIDTHS).stream().map(fault -> "wide: " + fault).toList());
        found.addAll(ask(WORDS));
        found.addAll(rules());
        return found;
    }

    private void show(ColorScheme scheme, int width) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, 900);
    }

    private List<String> rules(String... only) {
        return texts(page.evaluate(RULES, List.of(only)));
    }

    private List<String> ask(String script) {
        return texts(page.evaluate(script));
    }

    private static List<String> texts(Object answer) {
        return ((List<?>) answer).stream().map(Object::toString).toList();
    }

    private void photograph(String name, String how) {
        if (PICTURES != null) {
            String file = name.equals("/")
                    ? "overview"
                    : name.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-", "");
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(PICTURES, file + "-" + how + ".png"))
                    .setFullPage(true));
        }
    }
}

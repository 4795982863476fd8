package dev.slipway.site.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Goes to every page that a link of the console leads to, on a site that is well filled, and looks at it as {@link PageInspector} does. What no link leads to is not part of
 * the console: each route for a page must have been reached in the end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EveryPageTest {
    /** Files, and what wizards end with, which the walks through the wizards see. */
    private static final Set<String> NO_PAGES = Set.of(
            "/login",
            "/runs/{runId}/log",
            "/locks/{objectId}",
            "/access-accounts/{packageId}",
            "/security-scopes/objects/{objectId}",
            "/client-packages/{packageId}",
            "/task-sequences/{sequenceId}/export",
            "/driver-packages/{packageId}/export",
            "/{kind:applications|packages}/new/{operationId}",
            "/upgrade-packages/new/{operationId}",
            "/images/new/{operationId}",
            "/boot-images/new/{operationId}",
            "/drivers/new/{operationId}");

    private final Deque<String> next = new ArrayDeque<>();
    private final Set<String> seen = new TreeSet<>();
    private final Set<String> walked = new LinkedHashSet<>();
    private final Map<String, List<String>> faults = new TreeMap<>();
    private FilledSite filled;
    private Browser browser;
    private Page page;
    private PageInspector inspector;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        filled = FilledSite.start(folder);
        browser = new Browser(filled.site);
        page = browser.page();
        inspector = new PageInspector(browser);
    }

    @AfterAll
    void stop() {
        browser.close();
        filled.close();
    }

    private void logIn(String account) {
        page.context().clearCookies();
        browser.logIn(account, FilledSite.PASSWORD);
        page.waitForURL(Pattern.compile(".*/$"));
    }

    private void look(String name) {
        List<String> found = inspector.look(name);
        if (!found.isEmpty()) {
            faults.put(name, found);
        }
    }

    @Test
    @Order(1)
    void everyPageIsWholeReadableAndReached() {
        page.navigate("/login");
        look("login");
        logIn("tester");
        List<PathPattern> pages = pages();
        next.addAll(List.of(
                "/",
                "/runs/" + filled.failed,
                "/runs/" + filled.succeeded,
                "/images/" + filled.windows + "?tab=images",
                "/images/" + filled.image + "?tab=locations"));
        Set<String> reached = new TreeSet<>();
        while (!next.isEmpty()) {
            String address = next.removeFirst();
            page.navigate(address);
            String pattern = patternOf(pages, address);
            reached.add(pattern);
            walked.add(address);
            look(address);
            links().stream().filter(link -> seen.add(kind(pages, link))).forEach(next::addLast);
        }
        Set<String> lost = new TreeSet<>();
        pages.forEach(one -> lost.add(one.getPatternString()));
        lost.removeAll(reached);
        lost.removeAll(NO_PAGES);
        assertThat(lost).as("Pages that no link leads to").isEmpty();
        assertFaultless();
    }

    private void assertFaultless() {
        Map<String, List<String>> found = Map.copyOf(faults);
        faults.clear();
        assertThat(browser.complaints()).as("What the browser complains about").isEmpty();
        assertThat(browser.foreign()).isEmpty();
        assertThat(String.join(
                        "\n",
                        new TreeMap<>(found)
                                .entrySet().stream()
                                        .map(entry ->
                                                entry.getKey() + "\n    " + String.join("\n    ", entry.getValue()))
                                        .toList()))
                .isEmpty();
    }

    private List<PathPattern> pages() {
        List<PathPattern> pages = new ArrayList<>();
        filled.site
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((info, handler) -> {
                    if (handler.getBeanType().getPackage().equals(Pages.class.getPackage())
                            && info.getMethodsCondition().getMethods().contains(RequestMethod.GET)) {
                        info.getPatternValues()
                                .forEach(text -> pages.add(PathPatternParser.defaultInstance.parse(text)));
                    }
                });
        pages.sort(PathPattern.SPECIFICITY_COMPARATOR);
        return pages;
    }

    private static String patternOf(List<PathPattern> pages, String address) {
        PathContainer path = PathContainer.parsePath(address.replaceAll("[?#].*", ""));
        return pages.stream()
                .filter(pattern -> pattern.matches(path))
                .map(PathPattern::getPatternString)
                .findFirst()
                .orElseThrow(() -> new AssertionError("A link leads to " + address + ", which no page answers"));
    }

    /** One of each kind is enough: the same page of another object looks the same. */
    private static String kind(List<PathPattern> pages, String link) {
        java.util.regex.Matcher tab =
                Pattern.compile("[?&](tab|edit|state|kind)=([A-Za-z_-]+)").matcher(link);
        String pattern = patternOf(pages, link);
        String object = pattern.startsWith("/{kind") ? link.replaceAll("^/([a-z]+).*", "$1") : "";
        return pattern + object + (tab.find() ? tab.group() : "");
    }

    private List<String> links() {
        return page.locator("a[href^='/']:not([download])").all().stream()
                .map(link -> link.getAttribute("href"))
                .filter(link -> !link.matches("/(api|assets)/.*|.*/(log|export)([?].*)?|.*[?&](sort|page)=.*"))
                .distinct()
                .toList();
    }

    @Test
    @Order(2)
    void everyStepOfAWizardIsWholeAndReadable() {
        logIn("tester");
        page.navigate("/images/new");
        page.getByLabel("Path").fill(filled.wim().toString());
        step("Next", "image wizard, licence");
        page.getByLabel(Pattern.compile("I have read the licence terms.*")).check();
        step("Next", "image wizard, general");
        step("Next", "image wizard, summary");
        page.navigate("/drivers/new");
        page.getByLabel("Path").fill(filled.driverFolder().toString());
        for (String name : List.of("found", "packages", "boot images", "summary")) {
            step("Next", "driver wizard, " + name);
        }
        page.getByRole(AriaRole.BUTTON, named("Import")).click();
        page.locator("#step-heading", new Page.LocatorOptions().setHasText("Completion"))
                .waitFor();
        look("driver wizard, completion");
        assertFaultless();
    }

    /** What nobody would accept as a number, an address, a path or a schedule. */
    private static final String WRONG = "  \u00a7 wrong";

    /** Fills each form of a page with {@link #WRONG} and sends it past the browser's own checks. */
    @Test
    @Order(3)
    void everyFormKeepsWhatWasTypedAndSaysAtItsFieldWhatIsWrong() {
        logIn("tester");
        page.onDialog(com.microsoft.playwright.Dialog::accept);
        Map<String, String> forms = new TreeMap<>();
        for (String address : List.copyOf(walked)) {
            page.navigate(address);
            actions()
                    .forEach(action -> forms.putIfAbsent(
                            action.replaceAll("[A-Z]{2,3}[0-9A-Z]{5,}", "*"), address + " " + action));
        }
        forms.values()
                .forEach(form -> send(form.substring(0, form.indexOf(' ')), form.substring(form.indexOf(' ') + 1)));
        browser.complaints().removeIf(text -> text.contains("status of 4"));
        assertFaultless();
    }

    private List<String> actions() {
        return ((List<?>) page.evaluate("""
                () => [...document.querySelectorAll("main form[method=post]")]
                  .filter(form => form.querySelector("input:not([type]):enabled, input[type=text]:enabled, input[type=number]:enabled, textarea:enabled"))
                  .map(form => form.getAttribute("action"))""")).stream().map(Object::toString).toList();
    }

    private void send(String address, String action) {
        page.navigate(address);
        page.waitForNavigation(() -> page.evaluate("""
                ([action, wrong]) => {
                  const form = [...document.forms].find(one => one.getAttribute("action") === action);
                  for (const field of form.elements) {
                    if (field.matches("input:not([type]), input[type=text], textarea")) { field.value = wrong; }
                    if (field.type === "number") { field.value = "-7"; }
                    if (field.type === "password") { field.value = "short"; }
                  }
                  form.noValidate = true;
                  form.requestSubmit(form.querySelector("button.primary:enabled") || form.querySelector("button:enabled"));
                }""", List.of(action, WRONG)));
        Object[] found = ((List<?>) page.evaluate("""
                ([action, wrong]) => {
                  const bad = document.querySelector(".notice.bad");
                  const form = [...document.forms].find(one => one.getAttribute("action") === action);
                  const fields = form ? [...form.elements].filter(one => one.matches("input:not([type]), input[type=text], textarea")) : [];
                  return [!!document.querySelector("nav"), bad ? bad.innerText : "", !!form,
                    fields.every(one => one.value.trim() === wrong.trim()), !!(form && form.querySelector(".error, [aria-invalid=true]"))];
                }""", List.of(action, WRONG))).toArray();
        List<String> wrong = new ArrayList<>();
        if (!Boolean.TRUE.equals(found[0])) {
            wrong.add("leads to no page of the console: " + page.textContent("body"));
        }
        String told = found[1].toString();
        if (!told.isEmpty() && !Boolean.TRUE.equals(found[2])) {
            wrong.add("says what is wrong, but its form is gone: " + told);
        } else if (!told.isEmpty() && !Boolean.TRUE.equals(found[3])) {
            wrong.add("has forgotten what was typed: " + told);
        } else if (!told.isEmpty() && !Boolean.TRUE.equals(found[4])) {
            wrong.add("marks no field: " + told);
        }
        if (System.getenv("SLIPWAY_PICTURES") != null) {
            System.out.println(
                    "FORM " + address + " " + action + ": " + (told.isEmpty() ? "accepted" : told) + " " + wrong);
        }
        if (!wrong.isEmpty()) {
            faults.put("form " + action + " of " + address, wrong);
        }
    }

    private void step(String button, String name) {
        page.getByRole(AriaRole.BUTTON, named(button)).click();
        look(name);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}

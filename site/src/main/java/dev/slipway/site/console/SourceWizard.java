package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.Addition;
import dev.slipway.site.library.LicenseTerms;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.SourceLook;
import dev.slipway.site.library.source.SourceAccounts;
import dev.slipway.site.operation.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The wizard that asks where an image, an upgrade package or a boot image lies and what it shall be called, and adds it. */
abstract class SourceWizard {
    private static final List<Wizard.Step> STEPS = List.of(
            Wizard.Step.of("Data Source", "path", "sourceAccount", "acceptLicense"),
            Wizard.Step.of("General", "index", "name", "version", "comment", "architecture", "language"),
            Wizard.Step.of("Summary"));
    private static final List<String> LABELS =
            STEPS.stream().map(Wizard.Step::label).toList();
    private static final int SOURCE = 0;
    private static final int GENERAL = 1;
    private static final int SUMMARY = 2;
    private final Pages pages;
    private final WizardEnd end;
    private final SourceAccounts accounts;
    private final Section section;
    private final String title;
    private final String path;
    private final PackageType type;
    private final Looker looker;

    /** Looks at the source that was named. */
    @FunctionalInterface
    interface Looker {
        SourceLook look(String path, @Nullable String account) throws InterruptedException;
    }

    SourceWizard(
            Pages pages,
            WizardEnd end,
            SourceAccounts accounts,
            Section section,
            String title,
            PackageType type,
            Looker looker) {
        this.pages = pages;
        this.end = end;
        this.accounts = accounts;
        this.section = section;
        this.title = title;
        this.path = PackageTabs.list(type);
        this.type = type;
        this.looker = looker;
    }

    /** Begins the work. */
    abstract Operation add(Addition wanted, Caller caller);

    /** How machines come to use it. */
    abstract NextStep use(String id);

    /** It is named in a step of a task sequence. */
    static NextStep useIn(String step, String id) {
        return new NextStep(
                "Use it", "/task-sequences", "Name " + id + " in the step " + step + " of a task sequence.");
    }

    @GetMapping
    ResponseEntity<String> begin(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, view(SOURCE, Map.of(), FormProblem.NONE, List.of()));
    }

    /** Takes a step's form, checks it, and shows the next one, or the same again with what was wrong. */
    @PostMapping
    ResponseEntity<String> step(HttpServletRequest request, Caller caller, @RequestParam Map<String, String> typed)
            throws InterruptedException {
        Map<String, String> input = new HashMap<>(typed);
        int at = Wizard.step(input, STEPS.size());
        int to = Math.max(0, Wizard.isBack(input) ? at - 1 : at + 1);
        List<SourceLook> looks = List.of();
        try {
            if (to > SOURCE) {
                SourceLook look = looker.look(requiredPath(input), given(input, "sourceAccount"));
                looks = List.of(look);
                if (!look.licenseTerms().isEmpty() && !accepts(input)) {
                    throw LicenseTerms.notAccepted(look.name(), look.licenseTerms());
                }
                if (at == SOURCE) {
                    propose(input, look);
                }
            }
            if (to > GENERAL) {
                PackageInput.check(input);
            }
            if (to > SUMMARY) {
                String operation = add(addition(input), caller).id();
                return ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .location(URI.create(path + "/new/" + operation))
                        .build();
            }
            return pages.show(request, caller, view(to, input, FormProblem.NONE, looks));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, view(looks.isEmpty() ? SOURCE : at, input, FormProblem.of(e), looks));
        }
    }

    @GetMapping("/{operationId}")
    ResponseEntity<String> progress(HttpServletRequest request, Caller caller, @PathVariable String operationId) {
        return end.show(
                request,
                caller,
                new WizardEnd.Of(section, title, LABELS, path + "/new", path),
                operationId,
                id -> List.of(
                        new NextStep(
                                "Look at it", path + "/" + id + "?tab=images", "What the site has read out of it."),
                        new NextStep(
                                "Distribute it",
                                path + "/" + id + "?tab=locations",
                                "Machines fetch it from a distribution point."),
                        use(id)));
    }

    /** What was typed before stays. */
    private static void propose(Map<String, String> input, SourceLook look) {
        input.putIfAbsent("name", look.proposedName());
        input.putIfAbsent("version", look.proposedVersion());
        input.putIfAbsent("architecture", look.architecture());
        input.putIfAbsent("language", look.language());
    }

    private static String requiredPath(Map<String, String> input) {
        String path = input.getOrDefault("path", "").strip();
        if (path.isEmpty()) {
            throw SlipwayException.invalid("path", "Give the path of the source.");
        }
        return path;
    }

    private static Addition addition(Map<String, String> input) {
        String index = given(input, "index");
        return new Addition(
                requiredPath(input),
                given(input, "name"),
                given(input, "version"),
                given(input, "comment"),
                given(input, "sourceAccount"),
                given(input, "architecture"),
                given(input, "language"),
                index == null ? null : PackageInput.index(index),
                accepts(input));
    }

    private static boolean accepts(Map<String, String> input) {
        return "true".equals(input.get("acceptLicense"));
    }

    private static @Nullable String given(Map<String, String> input, String name) {
        return ImagePages.given(input, name);
    }

    private Pages.View view(int at, Map<String, String> input, FormProblem problem, List<SourceLook> looks) {
        Wizard wizard =
                new Wizard(title, path + "/new", path, STEPS, at, input, problem, at == SUMMARY ? "Add" : "Next");
        Map<String, Object> model = Map.of("wizard", wizard, "accounts", accounts.all(), "looks", looks, "type", type);
        return new Pages.View(section, title, "imageNew", model);
    }
}

package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.driver.DriverImport;
import dev.slipway.site.library.driver.DriverPackages;
import dev.slipway.site.library.driver.DriverPreview;
import dev.slipway.site.library.driver.Drivers;
import dev.slipway.site.library.driver.DuplicateRule;
import dev.slipway.site.library.source.SourceAccounts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Imports drivers (DRV-1): Locate Driver, Driver Details, Add to Packages, Add to Boot Images, Summary, Progress, Completion. */
@RestController
@RequestMapping("/drivers/new")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class DriverWizard {
    private static final String TITLE = "Import drivers";
    private static final int DETAILS = 1;
    private static final int PACKAGES = 2;
    private static final int SUMMARY = 4;
    private static final List<Wizard.Step> STEPS = List.of(
            Wizard.Step.of("Locate Driver", "path", "sourceAccount", "duplicates"),
            Wizard.Step.of("Driver Details", "only", "signedOnly", "infs", "enable", "categories"),
            Wizard.Step.of("Add to Packages", "packages", "updatePoints"),
            Wizard.Step.of("Add to Boot Images"),
            Wizard.Step.of("Summary"));
    private final Pages pages;
    private final WizardEnd end;
    private final Drivers drivers;
    private final DriverPackages packages;
    private final SourceAccounts accounts;

    DriverWizard(Pages pages, WizardEnd end, Drivers drivers, DriverPackages packages, SourceAccounts accounts) {
        this.pages = pages;
        this.end = end;
        this.drivers = drivers;
        this.packages = packages;
        this.accounts = accounts;
    }

    @GetMapping
    ResponseEntity<String> begin(HttpServletRequest request, Caller caller) throws InterruptedException {
        Map<String, String> usual = Map.of("enable", "yes", "updatePoints", "yes");
        return pages.show(request, caller, view(0, usual, FormProblem.NONE));
    }

    @PostMapping
    ResponseEntity<String> step(HttpServletRequest request, Caller caller, @RequestParam Map<String, String> input)
            throws InterruptedException {
        Map<String, String> typed = typed(request, input);
        int at = Wizard.step(typed, SUMMARY + 1);
        if (Wizard.isBack(typed)) {
            return pages.show(request, caller, view(Math.max(0, at - 1), typed, FormProblem.NONE));
        }
        if (at == DETAILS && "hide".equals(typed.get("go"))) {
            typed.put("infs", "");
            return pages.show(request, caller, view(at, typed, FormProblem.NONE));
        }
        try {
            if (at == SUMMARY) {
                String operation = drivers.begin(wanted(typed), caller).id();
                return ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .header("Location", "/drivers/new/" + operation)
                        .build();
            }
            if (at == DETAILS && lines(typed, "infs").isEmpty()) {
                throw SlipwayException.invalid("infs", "Select at least one driver.");
            }
            return pages.show(request, caller, view(at + 1, typed, FormProblem.NONE));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, view(at, typed, FormProblem.of(e)));
        }
    }

    /** What has several values is carried along in lines; a box that is not ticked sends nothing. */
    private static Map<String, String> typed(HttpServletRequest request, Map<String, String> input) {
        Map<String, String> typed = new HashMap<>(input);
        int at = Wizard.step(typed, SUMMARY + 1);
        if (at == DETAILS) {
            typed.put("infs", joined(request, "inf"));
            typed.put("enable", input.getOrDefault("enabled", "no"));
        } else if (at == PACKAGES) {
            typed.put("packages", joined(request, "package"));
            typed.put("updatePoints", input.getOrDefault("update", "no"));
        }
        return typed;
    }

    private static String joined(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        return values == null ? "" : String.join("\n", values);
    }

    static List<String> lines(Map<String, String> input, String name) {
        return input.getOrDefault(name, "")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static DriverImport wanted(Map<String, String> input) {
        String rule = input.getOrDefault("duplicates", "");
        return new DriverImport(
                input.getOrDefault("path", ""),
                ImagePages.given(input, "sourceAccount"),
                lines(input, "infs"),
                input.containsKey("only"),
                input.containsKey("signedOnly"),
                rule.isEmpty() ? DuplicateRule.APPEND_CATEGORIES : DuplicateRule.valueOf(rule),
                "yes".equals(input.get("enable")),
                List.of(input.getOrDefault("categories", "").split(",")),
                lines(input, "packages"),
                !"no".equals(input.get("updatePoints")));
    }

    private Pages.View view(int at, Map<String, String> input, FormProblem problem) throws InterruptedException {
        Wizard wizard = new Wizard(
                TITLE, "/drivers/new", "/drivers", STEPS, at, input, problem, at == SUMMARY ? "Import" : "Next");
        List<DriverPreview> found = at == DETAILS ? drivers.preview(wanted(input)) : List.of();
        return new Pages.View(
                Section.DRIVERS,
                TITLE,
                "driverImport",
                Map.of(
                        "wizard",
                        wizard,
                        "accounts",
                        accounts.all(),
                        "found",
                        found,
                        "chosen",
                        lines(input, "infs"),
                        "packages",
                        at == PACKAGES || at == SUMMARY ? packages.all() : List.of(),
                        "joining",
                        lines(input, "packages"),
                        "categories",
                        at == DETAILS ? drivers.categories() : List.of()));
    }

    @GetMapping("/{operationId}")
    ResponseEntity<String> progress(HttpServletRequest request, Caller caller, @PathVariable String operationId) {
        WizardEnd.Of wizard = new WizardEnd.Of(
                Section.DRIVERS, TITLE, STEPS.stream().map(Wizard.Step::label).toList(), "/drivers/new", "/drivers");
        return end.show(request, caller, wizard, operationId, id -> List.of());
    }
}

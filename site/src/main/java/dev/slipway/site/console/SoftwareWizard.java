package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.application.SoftwareLibrary;
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

/** Adds an application or a package: General, Content, Deployment type or Program, Summary, Progress, Completion. */
@RestController
@RequestMapping("/{kind:applications|packages}/new")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class SoftwareWizard {
    private static final int SUMMARY = 3;
    private final Pages pages;
    private final WizardEnd end;
    private final SoftwareLibrary library;
    private final SourceAccounts accounts;

    SoftwareWizard(Pages pages, WizardEnd end, SoftwareLibrary library, SourceAccounts accounts) {
        this.pages = pages;
        this.end = end;
        this.library = library;
        this.accounts = accounts;
    }

    @GetMapping
    ResponseEntity<String> begin(HttpServletRequest request, Caller caller, @PathVariable String kind) {
        return pages.show(request, caller, view(SoftwareKind.of(kind), 0, Map.of(), FormProblem.NONE));
    }

    @PostMapping
    ResponseEntity<String> step(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String kind,
            @RequestParam Map<String, String> input) {
        SoftwareKind of = SoftwareKind.of(kind);
        Map<String, String> typed = new HashMap<>(input);
        typed.remove("kind");
        int at = Wizard.step(typed, SUMMARY + 1);
        if (Wizard.isBack(typed)) {
            return pages.show(request, caller, view(of, Math.max(0, at - 1), typed, FormProblem.NONE));
        }
        try {
            if (at == SUMMARY) {
                String operation = library.add(of.type(), new SoftwareForm(typed).software(of), caller)
                        .id();
                return ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .header("Location", of.path() + "/new/" + operation)
                        .build();
            }
            check(of, at, typed);
            return pages.show(request, caller, view(of, at + 1, typed, FormProblem.NONE));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, view(of, at, typed, FormProblem.of(e)));
        }
    }

    /** What one step can tell is told there, not at the end. */
    private void check(SoftwareKind kind, int at, Map<String, String> typed) {
        Map<String, String> part = new HashMap<>(typed);
        if (at < 2) {
            for (String field : kind.isApplication() ? SoftwareForm.TYPE_FIELDS : SoftwareForm.PROGRAM_FIELDS) {
                part.remove(field);
            }
        }
        if (at == 0) {
            part.remove("path");
        }
        library.check(new SoftwareForm(part).software(kind));
    }

    private Pages.View view(SoftwareKind kind, int at, Map<String, String> input, FormProblem problem) {
        Wizard wizard = new Wizard(
                kind.addTitle(),
                kind.path() + "/new",
                kind.path(),
                List.of(
                        Wizard.Step.of("General", "name", "version", "manufacturer", "language", "comment"),
                        Wizard.Step.of("Content", "path", "sourceAccount"),
                        Wizard.Step.of(
                                kind.part(),
                                kind.isApplication() ? SoftwareForm.TYPE_FIELDS : SoftwareForm.PROGRAM_FIELDS),
                        Wizard.Step.of("Summary")),
                at,
                input,
                problem,
                at == SUMMARY ? "Add" : "Next");
        return new Pages.View(
                kind.section(),
                kind.addTitle(),
                "softwareNew",
                Map.of("wizard", wizard, "kind", kind, "accounts", accounts.all()));
    }

    @GetMapping("/{operationId}")
    ResponseEntity<String> progress(
            HttpServletRequest request, Caller caller, @PathVariable String kind, @PathVariable String operationId) {
        SoftwareKind of = SoftwareKind.of(kind);
        WizardEnd.Of wizard = new WizardEnd.Of(of.section(), of.addTitle(), of.steps(), of.path() + "/new", of.path());
        return end.show(
                request,
                caller,
                wizard,
                operationId,
                id -> List.of(new NextStep(
                        "Look at it", of.path() + "/" + id + "?tab=parts", "Add further ways to run its content.")));
    }
}

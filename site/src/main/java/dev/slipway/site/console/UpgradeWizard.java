package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.Addition;
import dev.slipway.site.library.SourceLooks;
import dev.slipway.site.library.UpgradePackages;
import dev.slipway.site.library.source.SourceAccounts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Add OS Upgrade Package (UPG-1). */
@RestController
@RequestMapping("/upgrade-packages/new")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class UpgradeWizard {
    private static final WizardEnd.Of END = new WizardEnd.Of(
            Section.UPGRADE_PACKAGES,
            "Add an OS upgrade package",
            SourceWizard.LABELS,
            "/upgrade-packages/new",
            "/upgrade-packages");
    private final SourceWizard wizard;
    private final WizardEnd end;
    private final UpgradePackages packages;

    UpgradeWizard(Pages pages, WizardEnd end, UpgradePackages packages, SourceLooks looks, SourceAccounts accounts) {
        this.end = end;
        this.packages = packages;
        this.wizard = new SourceWizard(
                pages,
                accounts,
                Section.UPGRADE_PACKAGES,
                "Add an OS upgrade package",
                "/upgrade-packages",
                looks::upgradePackage,
                true);
    }

    @GetMapping
    ResponseEntity<String> begin(HttpServletRequest request, Caller caller) {
        return wizard.begin(request, caller);
    }

    @PostMapping
    ResponseEntity<String> step(HttpServletRequest request, Caller caller, @RequestParam Map<String, String> input)
            throws InterruptedException {
        return wizard.step(request, caller, input, this::add);
    }

    private String add(Addition wanted, Caller caller) throws SlipwayException {
        return packages.add(wanted, caller).id();
    }

    @GetMapping("/{operationId}")
    ResponseEntity<String> progress(HttpServletRequest request, Caller caller, @PathVariable String operationId) {
        return end.show(
                request,
                caller,
                END,
                operationId,
                id -> List.of(
                        new NextStep(
                                "Look at it",
                                "/upgrade-packages/" + id + "?tab=images",
                                "What each of its indexes holds."),
                        new NextStep(
                                "Distribute it",
                                "/upgrade-packages/" + id + "?tab=locations",
                                "Machines fetch it from a distribution point."),
                        new NextStep(
                                "Use it",
                                "/task-sequences",
                                "Name " + id + " in the step Upgrade Operating System of a task sequence.")));
    }
}

package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.library.Addition;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.SourceLooks;
import dev.slipway.site.library.UpgradePackages;
import dev.slipway.site.library.source.SourceAccounts;
import dev.slipway.site.operation.Operation;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Add OS Upgrade Package (UPG-1). */
@RestController
@RequestMapping("/upgrade-packages/new")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class UpgradeWizard extends SourceWizard {
    private final UpgradePackages packages;

    UpgradeWizard(Pages pages, WizardEnd end, UpgradePackages packages, SourceLooks looks, SourceAccounts accounts) {
        super(
                pages,
                end,
                accounts,
                Section.UPGRADE_PACKAGES,
                "Add an OS upgrade package",
                PackageType.OS_UPGRADE_PACKAGE,
                looks::upgradePackage);
        this.packages = packages;
    }

    @Override
    Operation add(Addition wanted, Caller caller) {
        return packages.add(wanted, caller);
    }

    @Override
    NextStep use(String id) {
        return useIn("Upgrade Operating System", id);
    }
}

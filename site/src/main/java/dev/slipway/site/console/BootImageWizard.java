package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.library.Addition;
import dev.slipway.site.library.BootImages;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.SourceLooks;
import dev.slipway.site.library.source.SourceAccounts;
import dev.slipway.site.operation.Operation;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Add Boot Image (BOOT-2). */
@RestController
@RequestMapping("/boot-images/new")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class BootImageWizard extends SourceWizard {
    private final BootImages bootImages;

    BootImageWizard(Pages pages, WizardEnd end, BootImages bootImages, SourceLooks looks, SourceAccounts accounts) {
        super(pages, end, accounts, Section.BOOT_IMAGES, "Add a boot image", PackageType.BOOT_IMAGE, looks::bootImage);
        this.bootImages = bootImages;
    }

    @Override
    Operation add(Addition wanted, Caller caller) {
        return bootImages.add(wanted, caller);
    }

    @Override
    NextStep use(String id) {
        return new NextStep(
                "Use it",
                "/boot-images/" + id,
                "Make it the default of its architecture, or give it to a task sequence.");
    }
}

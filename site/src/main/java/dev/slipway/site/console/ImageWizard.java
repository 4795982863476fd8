package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.library.Addition;
import dev.slipway.site.library.Images;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.SourceLooks;
import dev.slipway.site.library.source.SourceAccounts;
import dev.slipway.site.operation.Operation;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Add Operating System Image: Data Source, General, Summary, Progress, Completion (IMG-2, IMG-3). */
@RestController
@RequestMapping("/images/new")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class ImageWizard extends SourceWizard {
    private final Images images;

    ImageWizard(Pages pages, WizardEnd end, Images images, SourceLooks looks, SourceAccounts accounts) {
        super(
                pages,
                end,
                accounts,
                Section.IMAGES,
                "Add an operating system image",
                PackageType.OS_IMAGE,
                looks::image);
        this.images = images;
    }

    @Override
    Operation add(Addition wanted, Caller caller) {
        return images.add(wanted, caller);
    }

    @Override
    NextStep use(String id) {
        return useIn("Apply Operating System Image", id);
    }
}

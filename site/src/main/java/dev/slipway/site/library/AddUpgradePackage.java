package dev.slipway.site.library;

import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import org.springframework.stereotype.Component;

/** Adds an operating system upgrade package (UPG-1). */
@Component
class AddUpgradePackage implements OperationWork {
    static final String KIND = "UPGRADE_PACKAGE_ADD";
    private final TakeIn takeIn;
    private final UpgradeSource upgrades;

    AddUpgradePackage(TakeIn takeIn, UpgradeSource upgrades) {
        this.takeIn = takeIn;
        this.upgrades = upgrades;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String input) throws Exception {
        return takeIn.add(context, upgrades, Addition.decode(input));
    }
}

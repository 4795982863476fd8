package dev.slipway.site.access.content;

import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/packages/{packageId}/access-accounts")
class AccessAccountRoutes {
    private final AccessAccounts accounts;

    AccessAccountRoutes(AccessAccounts accounts) {
        this.accounts = accounts;
    }

    record Body(@Nullable List<AccessAccount> accounts) {}

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Body get(@PathVariable String packageId) {
        return new Body(accounts.of(packageId));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @NeedsContent(ContentAccess.FULL)
    @PutMapping
    Body set(@PathVariable String packageId, @RequestBody Body body) {
        if (body.accounts() == null) {
            throw SlipwayException.invalid("accounts", "Give the access accounts; an empty list for the usual ones.");
        }
        return new Body(accounts.set(packageId, body.accounts()));
    }
}

package dev.slipway.site.library.application;

import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.StoredPackage;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/client-package")
class ClientPackageRoutes {
    private final ClientPackage client;

    ClientPackageRoutes(ClientPackage client) {
        this.client = client;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    StoredPackage get() {
        return client.find()
                .orElseThrow(() -> new SlipwayException(
                        "client-package-not-found",
                        404,
                        "The site has no agent to make the client package of. Name its folder in the setting"
                                + " slipway.agent and start the site again."));
    }
}

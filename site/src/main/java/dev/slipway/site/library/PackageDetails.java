package dev.slipway.site.library;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.site.access.content.AccessAccount;
import java.time.Instant;
import java.util.List;

/**
 * A package with what stands around it: what its General tab, the API and the command line tell alike (section 1 of the behaviour specification).
 *
 * @param sourceSite code of the site that made it
 * @param sourceDate when its current version was made
 * @param folderPath its folder after those above it; empty for none
 * @param securityScopes names; for a limited account only its own
 * @param usedBy what refers to it
 */
public record PackageDetails(
        @JsonUnwrapped StoredPackage shared,
        String sourceSite,
        Instant sourceDate,
        String folderPath,
        List<String> securityScopes,
        List<AccessAccount> accessAccounts,
        List<PackageUser> usedBy) {
    public PackageDetails {
        securityScopes = List.copyOf(securityScopes);
        accessAccounts = List.copyOf(accessAccounts);
        usedBy = List.copyOf(usedBy);
    }
}

package dev.slipway.site.access.scope;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
class ScopeRoutes {
    private final Scopes scopes;

    ScopeRoutes(Scopes scopes) {
        this.scopes = scopes;
    }

    record Text(@Nullable String name, @Nullable String description) {}

    /** Identifiers of scopes. */
    record Given(@Nullable List<String> scopes) {
        static Given of(Set<String> scopes) {
            return new Given(scopes.stream().sorted().toList());
        }

        List<String> required() {
            if (scopes == null) {
                throw SlipwayException.invalid("scopes", "Give the identifiers of the security scopes.");
            }
            return scopes;
        }
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/security-scopes")
    Page<SecurityScope> all(Caller caller) {
        return Page.whole(scopes.all(caller));
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @PostMapping("/security-scopes")
    @ResponseStatus(HttpStatus.CREATED)
    SecurityScope create(@RequestBody Text text) {
        return scopes.create(
                Objects.requireNonNullElse(text.name(), ""), Objects.requireNonNullElse(text.description(), ""));
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @PatchMapping("/security-scopes/{scopeId}")
    SecurityScope change(@PathVariable String scopeId, @RequestBody Text text) {
        return scopes.change(scopeId, text.name(), text.description());
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @DeleteMapping("/security-scopes/{scopeId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String scopeId) {
        scopes.delete(scopeId);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/account/security-scopes")
    Given mine(Caller caller) {
        return Given.of(scopes.mine(caller));
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @GetMapping("/accounts/{accountName}/security-scopes")
    Given ofAccount(@PathVariable String accountName) {
        return Given.of(scopes.ofAccount(accountName));
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @PutMapping("/accounts/{accountName}/security-scopes")
    Given setAccount(@PathVariable String accountName, @RequestBody Given given) {
        return Given.of(scopes.setAccount(accountName, given.required()));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/objects/{objectId}/security-scopes")
    Given ofObject(@PathVariable String objectId, Caller caller) {
        return Given.of(scopes.ofObject(objectId, caller));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PutMapping("/objects/{objectId}/security-scopes")
    Given setObject(@PathVariable String objectId, @RequestBody Given given, Caller caller) {
        scopes.setObject(objectId, given.required(), caller);
        return Given.of(scopes.ofObject(objectId, caller));
    }
}

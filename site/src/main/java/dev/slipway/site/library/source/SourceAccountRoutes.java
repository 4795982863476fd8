package dev.slipway.site.library.source;

import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/source-accounts")
class SourceAccountRoutes {
    private final SourceAccounts accounts;

    SourceAccountRoutes(SourceAccounts accounts) {
        this.accounts = accounts;
    }

    /** @param domain left out: the server's own */
    record Credentials(
            @Nullable String user,
            @Nullable String domain,
            @Nullable String password) {
        @Override
        public String toString() {
            return "Credentials of " + user;
        }
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<SourceAccount> list() {
        return Page.whole(accounts.all());
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PutMapping("/{sourceAccountName}")
    SourceAccount put(@PathVariable String sourceAccountName, @RequestBody Credentials wanted) {
        return accounts.put(
                sourceAccountName,
                Objects.requireNonNullElse(wanted.user(), ""),
                Objects.requireNonNullElse(wanted.domain(), ""),
                Objects.requireNonNullElse(wanted.password(), ""));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @DeleteMapping("/{sourceAccountName}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String sourceAccountName) {
        accounts.delete(sourceAccountName);
    }
}

package dev.slipway.site.access;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
class AccountRoutes {
    private final Accounts accounts;

    AccountRoutes(Accounts accounts) {
        this.accounts = accounts;
    }

    record PasswordChange(
            @Nullable String current,

            @com.fasterxml.jackson.annotation.JsonProperty("new") @Nullable
            String changed) {
        @Override
        public String toString() {
            return "PasswordChange[]";
        }
    }

    record NewAccount(
            @Nullable String name,
            @Nullable String password,
            @Nullable Role role) {
        @Override
        public String toString() {
            return "NewAccount[" + name + "]";
        }
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/account")
    Account own(Caller caller) {
        return accounts.get(caller.name());
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @PutMapping("/account/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changePassword(
            Caller caller,
            @RequestBody PasswordChange change,
            @RequestAttribute(name = BearerFilter.TOKEN_ID, required = false) @Nullable String current) {
        if (change.current() == null || change.changed() == null) {
            throw SlipwayException.invalid(
                    change.current() == null ? "current" : "new", "Give the current and the new password.");
        }
        accounts.changePassword(caller.name(), change.current(), change.changed(), current == null ? "" : current);
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @GetMapping("/accounts")
    Page<Account> list(
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String after) {
        return Page.of(accounts.all(), after, limit, Account::name);
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @PostMapping("/accounts")
    @ResponseStatus(HttpStatus.CREATED)
    Account create(@RequestBody NewAccount account) {
        if (account.name() == null || account.password() == null || account.role() == null) {
            throw SlipwayException.invalid("name", "An account needs name, password and role.");
        }
        return accounts.create(account.name(), account.password(), account.role());
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @DeleteMapping("/accounts/{accountName}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String accountName) {
        accounts.delete(accountName);
    }
}

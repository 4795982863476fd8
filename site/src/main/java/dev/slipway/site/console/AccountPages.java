package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.Accounts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** One's own account, and for administrators everybody's. */
@RestController
@RequestMapping("/account")
class AccountPages {
    private final Pages pages;
    private final Accounts accounts;

    AccountPages(Pages pages, Accounts accounts) {
        this.pages = pages;
        this.accounts = accounts;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> account(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, view(caller, Map.of(), FormProblem.NONE));
    }

    private Pages.View view(Caller caller, Map<String, String> input, FormProblem problem) {
        Map<String, Object> model = Map.of(
                "accounts",
                caller.role().covers(Role.FULL_ADMINISTRATOR) ? accounts.all() : List.of(),
                "tokens",
                accounts.tokens(caller.name()),
                "input",
                input,
                "problem",
                problem);
        return new Pages.View(Section.ACCOUNT, "Account", "account", model);
    }

    /** All sessions of the account end, this one too. */
    @Requires(Role.READ_ONLY_ANALYST)
    @PostMapping("/password")
    ResponseEntity<String> changePassword(
            HttpServletRequest request, Caller caller, @RequestParam String current, @RequestParam String changed) {
        try {
            accounts.changePassword(caller.name(), current, changed, "");
            return pages.go(request, "/", Notice.done("The password is changed."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, view(caller, Map.of("form", "password"), FormProblem.of(e)));
        }
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @PostMapping("/tokens/{tokenId}/revoke")
    ResponseEntity<String> revoke(HttpServletRequest request, Caller caller, @PathVariable String tokenId) {
        return pages.act(request, "/account", "The token is revoked.", () -> accounts.revoke(caller.name(), tokenId));
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @PostMapping("/accounts")
    ResponseEntity<String> create(
            HttpServletRequest request,
            Caller caller,
            @RequestParam String name,
            @RequestParam String password,
            @RequestParam Role role) {
        try {
            accounts.create(name.strip(), password, role);
            return pages.go(request, "/account", Notice.done("The account " + name.strip() + " is there."));
        } catch (SlipwayException e) {
            Map<String, String> input = Map.of("form", "account", "name", name, "role", role.name());
            return pages.refused(request, caller, view(caller, input, FormProblem.of(e)));
        }
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @PostMapping("/accounts/{name}/delete")
    ResponseEntity<String> delete(HttpServletRequest request, @PathVariable String name) {
        return pages.act(request, "/account", "The account is deleted.", () -> accounts.delete(name));
    }
}

package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.source.SourceAccount;
import dev.slipway.site.library.source.SourceAccounts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Accounts that open sources on shares; a password goes in and never comes out. */
@RestController
@RequestMapping("/source-accounts")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class SourceAccountPages {
    private static final String PATH = "/source-accounts";
    private static final Listing<SourceAccount> LIST = Listing.of(
                    "source-accounts", PATH, "source account", "source accounts", SourceAccount::name)
            .column("name", "Name", account -> Cell.text(account.name()))
            .column("user", "User", account -> Cell.text(account.userName()))
            .column("domain", "Domain", account -> Cell.text(account.domain()))
            .column("changed", "Changed", account -> Cell.time(account.changedAt()))
            .whenEmpty("Add one below for each share that asks for a login.")
            .action(new ListAction(
                    "Delete",
                    PATH + "/selected/delete",
                    "Delete the selected accounts?",
                    true,
                    Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER));
    private final Pages pages;
    private final Lists lists;
    private final SourceAccounts accounts;

    SourceAccountPages(Pages pages, Lists lists, SourceAccounts accounts) {
        this.pages = pages;
        this.lists = lists;
        this.accounts = accounts;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, view(request, caller, Map.of(), FormProblem.NONE));
    }

    private Pages.View view(HttpServletRequest request, Caller caller, Map<String, String> input, FormProblem problem) {
        Map<String, Object> model =
                Map.of("list", lists.view(LIST, accounts.all(), request, caller), "input", input, "problem", problem);
        return new Pages.View(Section.SOURCE_ACCOUNTS, "Source accounts", "sourceAccounts", model);
    }

    @PostMapping
    ResponseEntity<String> put(HttpServletRequest request, Caller caller, @RequestParam Map<String, String> input) {
        try {
            SourceAccount made = accounts.put(
                    input.getOrDefault("name", "").strip(),
                    input.getOrDefault("userName", "").strip(),
                    input.getOrDefault("domain", "").strip(),
                    input.getOrDefault("password", ""));
            return pages.go(
                    request, PATH, Notice.done("The account " + made.name() + " is kept; its password is sealed."));
        } catch (SlipwayException e) {
            Map<String, String> again = new HashMap<>(input);
            again.remove("password");
            return pages.refused(request, caller, view(request, caller, again, FormProblem.of(e)));
        }
    }

    @PostMapping("/selected/delete")
    ResponseEntity<String> deleteSelected(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, PATH, id, "deleted", accounts::delete);
    }
}

package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.access.Account;
import dev.slipway.site.access.Accounts;
import dev.slipway.site.access.content.AccessAccount;
import dev.slipway.site.access.content.AccessAccounts;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.access.content.NeedsContent;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Manage Access Accounts, on a package's Security tab. */
@RestController
@RequestMapping("/access-accounts/{packageId}")
class AccessPages {
    private final Pages pages;
    private final AccessAccounts access;
    private final Accounts accounts;

    AccessPages(Pages pages, AccessAccounts access, Accounts accounts) {
        this.pages = pages;
        this.access = access;
        this.accounts = accounts;
    }

    /** The card, which the tab asks for when it is shown. */
    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> show(
            HttpServletRequest request, Caller caller, @PathVariable String packageId, @RequestParam String from) {
        List<AccessAccount> entries = access.of(packageId);
        boolean may = caller.role().covers(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
                && access.of(packageId, caller).covers(ContentAccess.FULL);
        CsrfToken csrf = Pages.csrf(request);
        return pages.html(
                HttpStatus.OK,
                "part/accessAccounts",
                Map.of(
                        "packageId", packageId,
                        "entries", entries,
                        "choice", choice(entries),
                        "may", may,
                        "csrfName", csrf.getParameterName(),
                        "csrfToken", csrf.getToken(),
                        "from", ListPages.local(from)));
    }

    /** Who is not named yet. */
    private List<String> choice(List<AccessAccount> entries) {
        List<String> all = new ArrayList<>(List.of(AccessAccount.ADMINISTRATORS, AccessAccount.USERS));
        accounts.all().stream().map(Account::name).forEach(all::add);
        all.removeAll(entries.stream().map(AccessAccount::account).toList());
        return all;
    }

    /** @param access NONE takes the account off the list */
    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @NeedsContent(ContentAccess.FULL)
    @PostMapping
    ResponseEntity<String> set(
            HttpServletRequest request,
            @PathVariable String packageId,
            @RequestParam String account,
            @RequestParam ContentAccess access,
            @RequestParam String from) {
        return pages.act(request, ListPages.local(from), "The access accounts are set.", () -> {
            List<AccessAccount> entries = new ArrayList<>(this.access.of(packageId));
            entries.removeIf(entry -> entry.account().equals(account));
            if (access != ContentAccess.NONE) {
                entries.add(new AccessAccount(account, access));
            }
            // An empty list would mean the usual ones.
            if (entries.isEmpty()) {
                entries.add(new AccessAccount(AccessAccount.USERS, ContentAccess.NONE));
            }
            this.access.set(packageId, entries);
        });
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/reset")
    ResponseEntity<String> reset(
            HttpServletRequest request, @PathVariable String packageId, @RequestParam String from) {
        return pages.act(
                request,
                ListPages.local(from),
                "Users read, administrators full.",
                () -> access.set(packageId, List.of()));
    }
}

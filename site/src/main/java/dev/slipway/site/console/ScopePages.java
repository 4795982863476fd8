package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.Account;
import dev.slipway.site.access.Accounts;
import dev.slipway.site.access.scope.Scopes;
import dev.slipway.site.access.scope.SecurityScope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Security scopes: which there are, which account has which, and Set Security Scopes on an object's page. */
@RestController
@RequestMapping("/security-scopes")
@Requires(Role.FULL_ADMINISTRATOR)
class ScopePages {
    private static final String HERE = "/security-scopes";
    private final Pages pages;
    private final Scopes scopes;
    private final Accounts accounts;

    ScopePages(Pages pages, Scopes scopes, Accounts accounts) {
        this.pages = pages;
        this.scopes = scopes;
        this.accounts = accounts;
    }

    @GetMapping
    ResponseEntity<String> all(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, view(caller, Map.of(), FormProblem.NONE));
    }

    private Pages.View view(Caller caller, Map<String, String> input, FormProblem problem) {
        Map<Account, Set<String>> given = new LinkedHashMap<>();
        for (Account account : accounts.all()) {
            given.put(account, scopes.mine(new Caller(account.name(), account.role())));
        }
        return new Pages.View(
                Section.ACCOUNT,
                "Security scopes",
                "securityScopes",
                Map.of("scopes", scopes.all(caller), "given", given, "input", input, "problem", problem));
    }

    @PostMapping
    ResponseEntity<String> create(
            HttpServletRequest request, Caller caller, @RequestParam String name, @RequestParam String description) {
        try {
            scopes.create(name, description);
            return pages.go(request, HERE, Notice.done("The scope " + name.strip() + " is there."));
        } catch (SlipwayException e) {
            Map<String, String> input = Map.of("name", name, "description", description);
            return pages.refused(request, caller, view(caller, input, FormProblem.of(e)));
        }
    }

    @PostMapping("/{scopeId}/delete")
    ResponseEntity<String> delete(HttpServletRequest request, @PathVariable String scopeId) {
        return pages.act(request, HERE, "The scope is deleted.", () -> scopes.delete(scopeId));
    }

    @PostMapping("/accounts/{account}")
    ResponseEntity<String> give(
            HttpServletRequest request,
            @PathVariable String account,
            @RequestParam(defaultValue = "") List<String> scope) {
        return pages.act(request, HERE, account + " has other scopes now.", () -> scopes.setAccount(account, scope));
    }

    /** In which scopes an object can be, as far as the caller may know. */
    private List<SecurityScope> choice(Caller caller) {
        return scopes.all(caller).stream()
                .filter(scope -> !scope.id().equals(SecurityScope.ALL))
                .toList();
    }

    /** The card of an object's page, which asks for it when it is shown. */
    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/objects/{objectId}")
    ResponseEntity<String> ofObject(
            HttpServletRequest request, Caller caller, @PathVariable String objectId, @RequestParam String from) {
        Set<String> in = scopes.ofObject(objectId, caller);
        CsrfToken csrf = Pages.csrf(request);
        return pages.html(
                HttpStatus.OK,
                "part/objectScopes",
                Map.of(
                        "objectId", objectId,
                        "choice", choice(caller),
                        "in", in,
                        "may", caller.role().covers(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER),
                        "csrfName", csrf.getParameterName(),
                        "csrfToken", csrf.getToken(),
                        "from", ListPages.local(from)));
    }

    /** Set Security Scopes for what a list has selected. @param go empty: the form is asked for */
    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/selected")
    ResponseEntity<String> setSelected(
            HttpServletRequest request,
            Caller caller,
            @RequestParam(defaultValue = "") List<String> id,
            @RequestParam(defaultValue = "") List<String> scope,
            @RequestParam(defaultValue = "") String go,
            @RequestParam String from) {
        String back = ListPages.local(from);
        if (!go.isEmpty() || id.isEmpty()) {
            return pages.actOnEach(request, back, id, "set", one -> scopes.setObject(one, scope, caller));
        }
        Set<String> shared = new HashSet<>(scopes.ofObject(id.getFirst(), caller));
        id.forEach(one -> shared.retainAll(scopes.ofObject(one, caller)));
        return pages.show(
                request,
                caller,
                new Pages.View(
                        Section.ACCOUNT,
                        "Set security scopes",
                        "scopesOfSelected",
                        Map.of("ids", id, "choice", choice(caller), "in", shared, "from", back)));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/objects/{objectId}")
    ResponseEntity<String> setObject(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String objectId,
            @RequestParam(defaultValue = "") List<String> scope,
            @RequestParam String from) {
        return pages.act(
                request,
                ListPages.local(from),
                "The security scopes are set.",
                () -> scopes.setObject(objectId, scope, caller));
    }
}

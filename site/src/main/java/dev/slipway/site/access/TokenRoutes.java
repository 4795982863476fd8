package dev.slipway.site.access;

import dev.slipway.site.Caller;
import dev.slipway.site.Open;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tokens")
class TokenRoutes {
    private static final int LONGEST_HOURS = 8760;
    private static final int USUAL_HOURS = 12;
    private final Accounts accounts;

    TokenRoutes(Accounts accounts) {
        this.accounts = accounts;
    }

    record TokenRequest(
            @Nullable String account,
            @Nullable String password,
            @Nullable String name,
            @Nullable Integer lifetimeHours) {
        @Override
        public String toString() {
            return "TokenRequest[" + account + "]";
        }
    }

    record ListedToken(
            String id,
            String name,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt,
            boolean current) {}

    @Open("The body carries account and password")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Accounts.NewToken create(@RequestBody TokenRequest asked, HttpServletRequest request) {
        if (asked.account() == null || asked.password() == null) {
            throw SlipwayException.invalid(
                    asked.account() == null ? "account" : "password", "A token needs account and password.");
        }
        int hours = asked.lifetimeHours() == null ? USUAL_HOURS : asked.lifetimeHours();
        if (hours < 1 || hours > LONGEST_HOURS) {
            throw SlipwayException.invalid("lifetimeHours", "A token lives 1 to " + LONGEST_HOURS + " hours.");
        }
        LoggedIn loggedIn = accounts.login(asked.account(), asked.password(), request.getRemoteAddr());
        String name = asked.name() == null ? "" : asked.name();
        return accounts.makeToken(loggedIn.caller(), name, Duration.ofHours(hours));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<ListedToken> list(
            Caller caller, @RequestAttribute(name = BearerFilter.TOKEN_ID, required = false) @Nullable String current) {
        return Page.whole(accounts.tokens(caller.name()).stream()
                .map(token -> new ListedToken(
                        token.id(),
                        token.name(),
                        token.createdAt(),
                        token.expiresAt(),
                        token.lastUsedAt(),
                        token.id().equals(current)))
                .toList());
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @DeleteMapping("/{tokenId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(
            Caller caller,
            @PathVariable String tokenId,
            @RequestAttribute(name = BearerFilter.TOKEN_ID, required = false) @Nullable String current) {
        accounts.revoke(caller.name(), "current".equals(tokenId) && current != null ? current : tokenId);
    }
}

package dev.slipway.site.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells from a bearer token who calls, and ends sessions whose account has changed. */
final class BearerFilter extends OncePerRequestFilter {
    /** Request attribute: the identifier of the token that came with the request. */
    static final String TOKEN_ID = "slipway.token";

    private static final String SCHEME = "bearer ";
    private final Accounts accounts;

    BearerFilter(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            SecurityContextHolder.clearContext();
            accounts.bearer(header.substring(SCHEME.length()).strip()).ifPresent(bearer -> {
                request.setAttribute(TOKEN_ID, bearer.tokenId());
                request.setAttribute(CurrentCaller.SEES_ALL, bearer.seesAll());
                SecurityContextHolder.setContext(
                        new SecurityContextImpl(authentication(new LoggedIn(bearer.account(), bearer.role(), 0))));
            });
        } else {
            lookAtSession(request);
        }
        chain.doFilter(request, response);
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    static UsernamePasswordAuthenticationToken authentication(LoggedIn loggedIn) {
        return UsernamePasswordAuthenticationToken.authenticated(loggedIn, null, List.of());
    }

    private void lookAtSession(HttpServletRequest request) {
        Optional<LoggedIn> session = CurrentCaller.principal();
        Optional<AccountSql.Login> holder = session.flatMap(accounts::holder);
        holder.ifPresent(account -> request.setAttribute(CurrentCaller.SEES_ALL, account.seesAll()));
        if (session.isPresent() && holder.isEmpty()) {
            SecurityContextHolder.clearContext();
            HttpSession held = request.getSession(false);
            if (held != null) {
                held.invalidate();
            }
        }
    }
}

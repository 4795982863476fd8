package dev.slipway.site.access;

import dev.slipway.site.ProblemAdvice;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.listener.Addresses;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import tools.jackson.databind.json.JsonMapper;

/** Who is asked for a login where. Which role a route needs stands at the route ({@link RouteRules}). */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private final JsonMapper json;

    SecurityConfiguration(JsonMapper json) {
        this.json = json;
    }

    /** Machines and distribution points have a proof of their own; boot files are for everybody; content opens by ticket. */
    @Bean
    @Order(1)
    SecurityFilterChain machines(HttpSecurity http) throws Exception {
        return http.securityMatcher("/machine/**", "/point/**", "/boot/**", "/content/**")
                .authorizeHttpRequests(routes -> routes.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain programs(HttpSecurity http, Accounts accounts) throws Exception {
        return http.securityMatcher("/api/**", "/actuator/**")
                .securityContext(context -> context.securityContextRepository(new SessionForReading()))
                .authorizeHttpRequests(routes -> routes.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, "/api/v1/tokens")
                        .permitAll()
                        .requestMatchers("/actuator/health/**")
                        .access((login, context) -> new AuthorizationDecision(
                                Addresses.isLocal(context.getRequest()) || isLoggedIn(login.get())))
                        .anyRequest()
                        .authenticated())
                // The session is good for reading only, see SessionForReading.
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .addFilterBefore(new BearerFilter(accounts), AnonymousAuthenticationFilter.class)
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(
                                (request, response, refusal) -> askForToken(response))
                        .accessDeniedHandler((request, response, refusal) ->
                                ProblemAdvice.write(response, json, 403, "forbidden", "This account may not do that.")))
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain people(HttpSecurity http, Accounts accounts) throws Exception {
        return http.authorizeHttpRequests(routes -> routes.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers("/login", "/assets/**", "/webjars/**", "/favicon.ico")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .formLogin(form -> form.loginPage("/login")
                        .usernameParameter("account")
                        .passwordParameter("password")
                        .failureHandler((request, response, failure) -> response.sendRedirect(
                                failure instanceof LockedException ? "/login?throttled" : "/login?failed")))
                .logout(logout -> logout.logoutUrl("/logout").logoutSuccessUrl("/login?out"))
                .headers(headers -> headers.contentSecurityPolicy(policy ->
                        policy.policyDirectives("default-src 'self'; img-src 'self' data:; frame-ancestors 'none';"
                                + " form-action 'self'; base-uri 'none'; object-src 'none'")))
                .addFilterBefore(new BearerFilter(accounts), AuthorizationFilter.class)
                // A form whose session has ended carries a proof that nobody knows any more.
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(SecurityConfiguration::askForLogin)
                        .accessDeniedHandler((request, response, refusal) -> response.sendRedirect("/login?expired")))
                .build();
    }

    /** Form logins go through the accounts. */
    @Bean
    AuthenticationProvider passwordLogin(Accounts accounts) {
        return new AuthenticationProvider() {
            @Override
            public Authentication authenticate(Authentication asked) {
                String address = asked.getDetails() instanceof WebAuthenticationDetails details
                        ? details.getRemoteAddress()
                        : "";
                try {
                    String password = asked.getCredentials() instanceof String text ? text : "";
                    return BearerFilter.authentication(accounts.login(asked.getName(), password, address));
                } catch (SlipwayException e) {
                    throw e.status() == 429 ? new LockedException(e.detail()) : new BadCredentialsException(e.detail());
                }
            }

            @Override
            public boolean supports(Class<?> type) {
                return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
            }
        };
    }

    private static boolean isLoggedIn(Authentication login) {
        return login.getPrincipal() instanceof LoggedIn;
    }

    /** A part of a page cannot follow a redirect; htmx makes the whole page follow it. */
    private static void askForLogin(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException refusal)
            throws IOException, ServletException {
        if (request.getHeader("HX-Request") != null) {
            response.setHeader("HX-Redirect", "/login");
            response.setStatus(401);
        } else {
            new LoginUrlAuthenticationEntryPoint("/login").commence(request, response, refusal);
        }
    }

    private void askForToken(HttpServletResponse response) throws IOException {
        response.setHeader("WWW-Authenticate", "Bearer");
        ProblemAdvice.write(
                response, json, 401, "not-logged-in", "Log in first: send a token from POST /api/v1/tokens.");
    }
}

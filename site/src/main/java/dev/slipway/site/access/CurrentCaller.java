package dev.slipway.site.access;

import dev.slipway.site.Caller;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands a controller's method the {@link Caller} that it asks for. */
public final class CurrentCaller implements HandlerMethodArgumentResolver {
    /** Request attribute: whether the account that calls has the security scope All. */
    static final String SEES_ALL = "slipway.sees-all";

    public static Optional<Caller> find() {
        return principal().map(LoggedIn::caller);
    }

    static Optional<LoggedIn> principal() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof LoggedIn loggedIn
                ? Optional.of(loggedIn)
                : Optional.empty();
    }

    /** Whether there are objects that are not for the account that calls; a Full Administrator sees all, whatever was given. */
    public static boolean isLimited(Caller caller, HttpServletRequest request) {
        return caller.role() != Role.FULL_ADMINISTRATOR && !Boolean.TRUE.equals(request.getAttribute(SEES_ALL));
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Caller resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return find().orElseThrow(() -> new SlipwayException("not-logged-in", 401, "Log in first."));
    }
}

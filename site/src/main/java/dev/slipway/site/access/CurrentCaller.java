package dev.slipway.site.access;

import dev.slipway.site.Caller;
import dev.slipway.site.SlipwayException;
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
    public static Optional<Caller> find() {
        return principal().map(LoggedIn::caller);
    }

    static Optional<LoggedIn> principal() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof LoggedIn loggedIn
                ? Optional.of(loggedIn)
                : Optional.empty();
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

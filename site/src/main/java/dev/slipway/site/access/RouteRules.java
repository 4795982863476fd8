package dev.slipway.site.access;

import dev.slipway.site.Caller;
import dev.slipway.site.Open;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a caller through to a route when its role suffices. A route without a rule is for nobody. */
@Component
class RouteRules implements HandlerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(RouteRules.class);

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method) || request.getDispatcherType() != DispatcherType.REQUEST) {
            return true;
        }
        if (isOpen(method)) {
            return true;
        }
        Caller caller =
                CurrentCaller.find().orElseThrow(() -> new SlipwayException("not-logged-in", 401, "Log in first."));
        Role required = required(method).orElseThrow(() -> {
            LOG.error("{} has neither @Requires nor @Open; it is refused to everybody", method);
            return new SlipwayException("forbidden", 403, "This address is open to nobody.");
        });
        if (!caller.role().covers(required)) {
            throw new SlipwayException(
                    "forbidden",
                    403,
                    "This needs the role " + required + "; " + caller.name() + " has " + caller.role() + ".");
        }
        return true;
    }

    static boolean isOpen(HandlerMethod method) {
        return !method.hasMethodAnnotation(Requires.class)
                && (method.hasMethodAnnotation(Open.class)
                        || !onClass(method, Requires.class) && onClass(method, Open.class));
    }

    static Optional<Role> required(HandlerMethod method) {
        Requires onMethod = method.getMethodAnnotation(Requires.class);
        Requires found = onMethod != null
                ? onMethod
                : AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Requires.class);
        return Optional.ofNullable(found).map(Requires::value);
    }

    private static boolean onClass(HandlerMethod method, Class<? extends java.lang.annotation.Annotation> type) {
        return AnnotatedElementUtils.hasAnnotation(method.getBeanType(), type);
    }
}

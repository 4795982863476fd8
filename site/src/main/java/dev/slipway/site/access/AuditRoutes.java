package dev.slipway.site.access;

import dev.slipway.site.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Writes an audit row for each request of a person that is not a mere reading. */
@Component
class AuditRoutes implements HandlerInterceptor {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private final Audit audit;

    AuditRoutes(Audit audit) {
        this.audit = audit;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (READING.contains(request.getMethod())
                || request.getRequestURI().startsWith("/machine/")
                || !(handler instanceof HandlerMethod method)) {
            return;
        }
        String account = CurrentCaller.find().map(Caller::name).orElse("");
        audit.record(
                account,
                request.getRemoteAddr(),
                method.getMethod().getName(),
                request.getMethod() + " " + request.getRequestURI(),
                failure == null ? response.getStatus() : 500);
    }
}

package dev.slipway.site.access.content;

import dev.slipway.site.access.CurrentCaller;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Asks for the access that a route {@link NeedsContent needs}, after roles and security scopes. */
@Configuration(proxyBeanMethods = false)
class ContentGate implements HandlerInterceptor, WebMvcConfigurer {
    private final AccessAccounts accounts;

    ContentGate(AccessAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).order(60);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        NeedsContent needs =
                handler instanceof HandlerMethod method ? method.getMethodAnnotation(NeedsContent.class) : null;
        if (needs != null && request.getDispatcherType() == DispatcherType.REQUEST) {
            CurrentCaller.find().ifPresent(caller -> accounts.require(named(request), needs.value(), caller));
        }
        return true;
    }

    private static List<String> named(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                ? Stream.of(variables.values().toArray()).map(Object::toString).toList()
                : List.of();
    }
}

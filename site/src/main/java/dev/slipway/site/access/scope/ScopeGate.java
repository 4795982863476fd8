package dev.slipway.site.access.scope;

import dev.slipway.site.Caller;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.CurrentCaller;
import dev.slipway.site.database.RowRules;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Limits a request to what its account may see. Reading is narrowed row by row ({@link RowRules}); a request that names a hidden object in its address, its
 * query, its form or its body ({@link ScopedBody}) is answered as if there were none. Both hold for every route without its doing.
 */
@Component
class ScopeGate implements AsyncHandlerInterceptor {
    private final Scopes scopes;

    ScopeGate(Scopes scopes) {
        this.scopes = scopes;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Optional<Caller> caller = CurrentCaller.find();
        if (request.getDispatcherType() != DispatcherType.REQUEST
                || caller.isEmpty()
                || !scopes.isLimited(caller.get())) {
            return true;
        }
        RowRules.limitTo(caller.get().name());
        Map<?, ?> inPath =
                request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                        ? variables
                        : Map.of();
        Set<String> named = Stream.concat(
                        inPath.values().stream().map(Object::toString),
                        request.getParameterMap().values().stream().flatMap(Stream::of))
                // A list may come as one parameter.
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::strip)
                .filter(text -> text.length() <= 64)
                .collect(Collectors.toSet());
        scopes.hidden(named).stream().sorted().findFirst().ifPresent(hidden -> {
            RowRules.unlimited();
            throw SlipwayException.notFound(kind(request), hidden);
        });
        return true;
    }

    /** As the route itself calls what it does not find: by the list that its address begins with. */
    private static String kind(HttpServletRequest request) {
        String path = request.getRequestURI().replaceFirst("^/api/v1", "");
        String list = path.split("/", 3)[1];
        return switch (list) {
            case "content", "content-status", "software-packages" -> "package";
            case "locks", "objects" -> "object";
            case "folders" -> "object";
            default -> list.replaceFirst("s$", "").replace('-', ' ');
        };
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        RowRules.unlimited();
    }

    @Override
    public void afterConcurrentHandlingStarted(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        RowRules.unlimited();
    }
}

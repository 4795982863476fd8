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
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.format.support.FormattingConversionService;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Limits a request to what its account may see. Reading is narrowed row by row ({@link RowRules}); a request that names a hidden object in its address, its
 * query, its form or its body ({@link ScopedBody}) is answered as if there were none. Both hold for every route without its doing.
 */
@Component
class ScopeGate implements AsyncHandlerInterceptor {
    /** What stands there names no object, though it may read like an identifier: a search for what is hidden finds nothing, as one for what is not. */
    static final Set<String> FREE_TEXTS = Set.of("search", "name", "comment", "description");

    private final Scopes scopes;
    private final ObjectProvider<FormattingConversionService> conversions;

    ScopeGate(
            Scopes scopes, @Qualifier("mvcConversionService") ObjectProvider<FormattingConversionService> conversions) {
        this.scopes = scopes;
        this.conversions = conversions;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Optional<Caller> caller = CurrentCaller.find();
        if (request.getDispatcherType() != DispatcherType.REQUEST
                || caller.isEmpty()
                || !CurrentCaller.isLimited(caller.get(), request)) {
            return true;
        }
        RowRules.limitTo(caller.get().name());
        Set<String> named = Stream.concat(
                        inPath(request, handler),
                        request.getParameterMap().entrySet().stream()
                                .filter(parameter -> !FREE_TEXTS.contains(parameter.getKey()))
                                .flatMap(parameter -> Stream.of(parameter.getValue())))
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

    /** What the address names; nothing when a part of it is not of the type that the route takes, for then it does not run, and answers so for whatever text. */
    private Stream<String> inPath(HttpServletRequest request, Object handler) {
        if (!(request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables)) {
            return Stream.empty();
        }
        if (handler instanceof HandlerMethod method) {
            for (MethodParameter parameter : method.getMethodParameters()) {
                PathVariable variable = parameter.getParameterAnnotation(PathVariable.class);
                if (variable != null && !fits(variables, variable, parameter)) {
                    return Stream.empty();
                }
            }
        }
        return variables.values().stream().map(Object::toString);
    }

    private boolean fits(Map<?, ?> variables, PathVariable variable, MethodParameter parameter) {
        String name = variable.value().isEmpty() ? parameter.getParameter().getName() : variable.value();
        try {
            conversions.getObject().convert(variables.get(name), new TypeDescriptor(parameter));
            return true;
        } catch (ConversionFailedException e) {
            return false;
        }
    }

    /** As the route itself calls what it does not find: by the list that its address begins with. */
    private static String kind(HttpServletRequest request) {
        String path = request.getRequestURI().replaceFirst("^/api/v1", "");
        String list = path.split("/", 3)[1];
        return switch (list) {
            case "content", "content-status", "software-packages" -> "package";
            case "locks", "objects", "folders" -> "object";
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

package dev.slipway.site.lock;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Refuses every change to an object that somebody else edits, whatever route it takes: the object is what the route's address names. A route that is not to be
 * kept out says so with {@link LockFree}.
 */
@Component
class LockGate implements HandlerInterceptor {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    static final String HELD = LockGate.class.getName() + ".held";
    private final Locks locks;

    LockGate(Locks locks) {
        this.locks = locks;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (READING.contains(request.getMethod())
                || request.getDispatcherType() != DispatcherType.REQUEST
                || !edits(handler)) {
            return true;
        }
        Optional<Editor> editor = Editor.of(request);
        if (editor.isPresent()) {
            List<ObjectLock> held = locks.of(named(request));
            held.stream().filter(editor.get()::isKeptOutBy).findFirst().ifPresent(lock -> {
                throw lock.refusal();
            });
            request.setAttribute(HELD, held);
        }
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (failure != null || response.getStatus() >= 400 || !(request.getAttribute(HELD) instanceof List<?> held)) {
            return;
        }
        Editor.of(request).ifPresent(editor -> held.forEach(lock -> locks.saved((ObjectLock) lock, editor)));
    }

    static boolean edits(@Nullable Object handler) {
        return handler instanceof HandlerMethod method
                && !method.hasMethodAnnotation(LockFree.class)
                && !AnnotatedElementUtils.hasAnnotation(method.getBeanType(), LockFree.class);
    }

    /** What stands in the braces of the route's pattern. */
    static Collection<String> named(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                ? Stream.of(variables.values().toArray())
                        .map(Object::toString)
                        .distinct()
                        .toList()
                : List.of();
    }
}

package dev.slipway.site.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;

/** The API takes the console's session for reading only, so no foreign page can change anything through it. */
final class SessionForReading implements SecurityContextRepository {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private final SecurityContextRepository session = new HttpSessionSecurityContextRepository();
    private final SecurityContextRepository request = new RequestAttributeSecurityContextRepository();

    @Override
    @SuppressWarnings("deprecation") // the interface demands it
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return loadDeferredContext(holder.getRequest()).get();
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest asked) {
        return (READING.contains(asked.getMethod()) ? session : request).loadDeferredContext(asked);
    }

    @Override
    public void saveContext(SecurityContext context, HttpServletRequest asked, HttpServletResponse response) {
        request.saveContext(context, asked, response);
    }

    @Override
    public boolean containsContext(HttpServletRequest asked) {
        return (READING.contains(asked.getMethod()) ? session : request).containsContext(asked);
    }
}

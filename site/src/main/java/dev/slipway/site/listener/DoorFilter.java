package dev.slipway.site.listener;

import dev.slipway.site.SlipwayProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Which of the two doors, plain and TLS, a request may come through. Machines speak through TLS only. So do people and programs,
 * since a password or token goes with them, unless they sit at the site itself. Boot files and content pass both: firmware
 * knows no TLS, and content opens by ticket and is checked block by block.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class DoorFilter extends OncePerRequestFilter {
    private final SlipwayProperties properties;
    private final Addresses addresses;

    DoorFilter(SlipwayProperties properties, Addresses addresses) {
        this.properties = properties;
        this.addresses = addresses;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (mayPass(request)) {
            chain.doFilter(request, response);
        } else if (request.getRequestURI().startsWith("/machine/")) {
            response.sendError(404);
        } else {
            sendToTls(request, response);
        }
    }

    private boolean mayPass(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (request.isSecure() || path.startsWith("/boot/") || path.startsWith("/content/")) {
            return true;
        }
        return !path.startsWith("/machine/")
                && (properties.plainConsole() == SlipwayProperties.PlainConsole.EVERYWHERE || isLocal(request));
    }

    private static boolean isLocal(HttpServletRequest request) {
        return InetAddress.ofLiteral(request.getRemoteAddr()).isLoopbackAddress();
    }

    /** A browser is sent on; a program has already shown its token, so it is told instead of being served by a detour. */
    private void sendToTls(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        if (!path.startsWith("/api/")
                && (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))) {
            response.sendRedirect(addresses.machineUrl(request) + path);
            return;
        }
        response.setStatus(403);
        response.setContentType("application/problem+json");
        response.getWriter().write("""
                {"type":"about:blank","title":"Forbidden","status":403,"code":"tls-required",\
                "detail":"From another machine this site answers people and programs on port %d (https) only."}""".formatted(addresses.tlsPort()));
    }
}

package dev.slipway.site.listener;

import dev.slipway.site.ProblemAdvice;
import dev.slipway.site.SlipwayProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which of the two doors, plain and TLS, a request may come through. Machines and distribution points speak through TLS only. So do people and programs,
 * since a password or token goes with them, unless they sit at the site itself. Boot files and content pass both: firmware
 * knows no TLS, and content opens by ticket and is checked block by block.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class DoorFilter extends OncePerRequestFilter {
    private final SlipwayProperties properties;
    private final Addresses addresses;
    private final JsonMapper json;

    DoorFilter(SlipwayProperties properties, Addresses addresses, JsonMapper json) {
        this.properties = properties;
        this.addresses = addresses;
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (mayPass(request)) {
            chain.doFilter(request, response);
        } else if (isOfMachines(request.getRequestURI())) {
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
        return !isOfMachines(path)
                && (properties.plainConsole() == SlipwayProperties.PlainConsole.EVERYWHERE
                        || Addresses.isLocal(request));
    }

    /** Machines and distribution points. */
    private static boolean isOfMachines(String path) {
        return path.startsWith("/machine/") || path.startsWith("/point/");
    }

    /** A browser is sent on; a program has already shown its token, so it is told instead of being served by a detour. */
    private void sendToTls(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        if (!path.startsWith("/api/")
                && (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))) {
            response.sendRedirect(addresses.machineUrl(request) + path);
            return;
        }
        ProblemAdvice.write(
                response,
                json,
                403,
                "tls-required",
                "From another machine this site answers people and programs on port " + addresses.tlsPort()
                        + " (https) only.");
    }
}

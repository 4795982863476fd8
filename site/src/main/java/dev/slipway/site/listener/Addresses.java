package dev.slipway.site.listener;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.stereotype.Component;

/** Under which addresses machines reach this site: the configured one, else the one that they just used. */
@Component
public class Addresses {
    /** A host name, an IPv4 address, or an IPv6 address in brackets; it goes into boot scripts. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|\\[[0-9a-fA-F:.]{2,45}]");

    private final SlipwayProperties properties;
    private final MachineListener machines;
    private final WebServerApplicationContext server;

    Addresses(SlipwayProperties properties, MachineListener machines, WebServerApplicationContext server) {
        this.properties = properties;
        this.machines = machines;
        this.server = server;
    }

    /** {@code https://host:port} for the machine protocol. */
    public String machineUrl(HttpServletRequest request) {
        return "https://" + host(request) + ":" + machines.port();
    }

    /** {@code http://host:port} for boot files and content. */
    public String contentUrl(HttpServletRequest request) {
        return "http://" + host(request) + ":" + httpPort();
    }

    /** Whether the request comes from the site's own machine. */
    public static boolean isLocal(HttpServletRequest request) {
        return InetAddress.ofLiteral(request.getRemoteAddr()).isLoopbackAddress();
    }

    public int httpPort() {
        var running = server.getWebServer();
        return running == null ? properties.httpPort() : running.getPort();
    }

    public int tlsPort() {
        return machines.port();
    }

    private String host(HttpServletRequest request) {
        String host = properties.address().isBlank() ? request.getServerName() : properties.address();
        if (!HOST.matcher(host).matches()) {
            throw new SlipwayException("request-invalid", 400, "The request's Host header names no host.");
        }
        return host;
    }
}

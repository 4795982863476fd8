package dev.slipway.point;

import dev.slipway.site.listener.ServerCertificate;
import dev.slipway.site.listener.TlsListener;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tomcat with one servlet behind two connectors, plain and TLS. */
final class PointServer implements AutoCloseable {
    /**
     * Left to itself the system lets a connection's buffer grow to megabytes, more than the processor's caches hold: machines then fetched
     * at 0.8 of the rate (`./slipway bench point`). About this much is under way at a time: over 50 ms still 15 MB/s for each connection.
     */
    private static final int SEND_BUFFER_BYTES = 768 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(PointServer.class);

    private final Tomcat tomcat = new Tomcat();
    private final Connector plain;
    private final Connector tls;

    /** @param httpPort 0 for any free one, as the other */
    PointServer(Path work, int httpPort, int tlsPort, ServerCertificate certificate, Servlet servlet)
            throws IOException, GeneralSecurityException {
        tomcat.setBaseDir(work.toString());
        tomcat.getEngine().setBackgroundProcessorDelay(-1);
        plain = new Connector("HTTP/1.1");
        plain.setPort(httpPort);
        plain.setProperty("socket.txBufSize", String.valueOf(SEND_BUFFER_BYTES));
        tls = TlsListener.connector(tlsPort, certificate);
        tomcat.setConnector(plain);
        tomcat.getService().addConnector(tls);
        for (Connector connector : new Connector[] {plain, tls}) {
            connector.setXpoweredBy(false);
            if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
                protocol.setExecutor(new VirtualThreadExecutor("content-"));
            }
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
                protocol.setMaxKeepAliveRequests(TlsListener.UNLIMITED);
            }
        }
        Context context = tomcat.addContext("", null);
        if (context instanceof StandardContext standard) {
            // Nothing is ever loaded anew into this process.
            standard.setClearReferencesRmiTargets(false);
            standard.setClearReferencesThreadLocals(false);
        }
        Tomcat.addServlet(context, "content", servlet);
        context.addServletMappingDecoded("/*", "content");
    }

    /** @throws PointException when one of the ports is taken now; 0 stands for any free one */
    static void requireFree(int... ports) throws PointException {
        for (int port : ports) {
            try (ServerSocket probe = new ServerSocket(port)) {
                LOG.debug("Port {} can be used", probe.getLocalPort());
            } catch (IOException e) {
                throw portUnusable(port, Failures.describe(e));
            }
        }
    }

    private static PointException portUnusable(int port, String reason) {
        return new PointException(
                ExitCode.FAILED,
                "point-port-unusable",
                "Port " + port + " cannot be used (" + reason
                        + "); another program has it, or this account may not. Choose others with --http-port and"
                        + " --tls-port.");
    }

    /** @throws PointException when a port is taken */
    void start() throws PointException {
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new PointException(
                    ExitCode.FAILED, "point-server-failed", "The web server does not start: " + e.getMessage(), e);
        }
        for (Connector connector : new Connector[] {plain, tls}) {
            if (connector.getState() != LifecycleState.STARTED) {
                throw portUnusable(connector.getPort(), "it was taken just now");
            }
        }
    }

    int httpPort() {
        return plain.getLocalPort();
    }

    int tlsPort() {
        return tls.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IOException("The web server did not stop in order", e);
        }
    }
}

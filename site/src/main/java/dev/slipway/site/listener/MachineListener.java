package dev.slipway.site.listener;

import dev.slipway.site.SlipwayProperties;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Adds the TLS connector for machines to Tomcat, and says as a problem what Tomcat refuses itself. */
@Component
class MachineListener implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final Connector connector;

    MachineListener(SlipwayProperties properties, SiteCertificate certificate)
            throws GeneralSecurityException, IOException {
        connector = TlsListener.connector(properties.tlsPort(), certificate.certificate());
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addAdditionalConnectors(connector);
        factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemValve()));
    }

    int port() {
        return connector.getLocalPort();
    }
}

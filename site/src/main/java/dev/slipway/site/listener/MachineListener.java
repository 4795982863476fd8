package dev.slipway.site.listener;

import dev.slipway.site.SlipwayProperties;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Adds the TLS connector for machines to Tomcat. */
@Component
class MachineListener implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final Connector connector;

    MachineListener(SlipwayProperties properties, SiteCertificate certificate)
            throws GeneralSecurityException, IOException {
        connector = new Connector(Http11NioProtocol.class.getName());
        connector.setPort(properties.tlsPort());
        connector.setScheme("https");
        connector.setSecure(true);
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
            protocol.setSSLEnabled(true);
        }
        connector.addSslHostConfig(tls(certificate));
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addAdditionalConnectors(connector);
    }

    int port() {
        return connector.getLocalPort();
    }

    private static SSLHostConfig tls(SiteCertificate site) throws GeneralSecurityException, IOException {
        char[] password = "in-memory".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("site", site.key(), password, new Certificate[] {site.certificate()});
        SSLHostConfig config = new SSLHostConfig();
        config.setProtocols("TLSv1.2+TLSv1.3");
        SSLHostConfigCertificate entry = new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
        entry.setCertificateKeystore(store);
        entry.setCertificateKeystorePassword(new String(password));
        entry.setCertificateKeyAlias("site");
        config.addCertificate(entry);
        return config;
    }
}

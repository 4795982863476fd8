package dev.slipway.site.listener;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** How Tomcat listens for TLS with a certificate of the server's own. */
public final class TlsListener {
    private static final int WRITE_BUFFER_BYTES = 64 << 10;

    /** Who fetches an image asks for many ranges; Tomcat would close the connection after each hundredth. */
    public static final int UNLIMITED = -1;

    private TlsListener() {}

    /** @param port 0 for any free one */
    public static Connector connector(int port, ServerCertificate certificate)
            throws GeneralSecurityException, IOException {
        Connector connector = new Connector(Http11NioProtocol.class.getName());
        connector.setPort(port);
        connector.setScheme("https");
        connector.setSecure(true);
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
            protocol.setSSLEnabled(true);
            // Encrypting takes the bytes through this process anyhow; as "sendfile" one thread would do it for all, in
            // small pieces.
            protocol.setUseSendfile(false);
            protocol.setMaxKeepAliveRequests(UNLIMITED);
            protocol.setProperty("socket.appWriteBufSize", Integer.toString(WRITE_BUFFER_BYTES));
        }
        connector.addSslHostConfig(tls(certificate));
        return connector;
    }

    private static SSLHostConfig tls(ServerCertificate server) throws GeneralSecurityException, IOException {
        char[] password = "in-memory".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("server", server.key(), password, new Certificate[] {server.certificate()});
        SSLHostConfig config = new SSLHostConfig();
        config.setProtocols("TLSv1.2+TLSv1.3");
        SSLHostConfigCertificate entry = new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
        entry.setCertificateKeystore(store);
        entry.setCertificateKeystorePassword(new String(password));
        entry.setCertificateKeyAlias("server");
        config.addCertificate(entry);
        return config;
    }
}

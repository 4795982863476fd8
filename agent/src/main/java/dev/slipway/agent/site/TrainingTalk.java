package dev.slipway.agent.site;

import dev.slipway.agent.machine.MachineKey;
import dev.slipway.agent.machine.SiteClock;
import dev.slipway.protocol.Firmware;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.MachineIdentity;
import dev.slipway.protocol.Registration;
import dev.slipway.protocol.RegistrationResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** One registration with a site that this process plays itself on the loopback address, over TLS like the real one. */
public final class TrainingTalk {
    private static final int LONGEST_HEAD = 16 << 10;

    /** @throws IOException when this runtime cannot do what a conversation with a site needs */
    public void hold() throws IOException, InterruptedException {
        try {
            KeyPair keys = ecKeys();
            X509Certificate certificate = TrainingCertificate.of(keys);
            SSLContext context = serverContext(keys, certificate);
            try (SSLServerSocket socket = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                Thread.ofPlatform().daemon().start(() -> answer(socket));
                talk(socket.getLocalPort(), certificate);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("This Java runtime lacks cryptography that the agent needs: " + e.getMessage(), e);
        }
    }

    private static void talk(int port, X509Certificate certificate)
            throws GeneralSecurityException, IOException, InterruptedException {
        String pin =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        SiteAddress address =
                new SiteAddress(URI.create("https://" + host + ":" + port), URI.create("http://" + host), pin);
        SiteConnection site = new SiteConnection(address, MachineKey.make(), new SiteClock());
        MachineIdentity identity = new MachineIdentity("", List.of(), "", "", "", "", Firmware.UEFI, "x64", 0);
        site.synchronizeClock();
        site.register(new Registration("", identity, "", Registration.Environment.BOOT));
    }

    private static KeyPair ecKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static SSLContext serverContext(KeyPair keys, X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("site", keys.getPrivate(), new char[0], new Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** Answers every request alike; the client closes when it has what it wants. */
    private static void answer(SSLServerSocket server) {
        byte[] body = Json.encode(new RegistrationResult(1, "training", RegistrationResult.State.APPROVED, "", 1));
        String head = "HTTP/1.1 200 OK\r\nDate: Sat, 21 Nov 2026 00:00:00 GMT\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n";
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                readRequest(socket.getInputStream());
                OutputStream out = socket.getOutputStream();
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                out.write(body);
                out.flush();
            } catch (IOException e) {
                // The talk is over, or it failed and its own side says why.
            }
        }
    }

    private static void readRequest(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (head.size() < LONGEST_HEAD
                && !head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            head.write(next);
        }
        for (String line : head.toString(StandardCharsets.US_ASCII).split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                in.readNBytes(
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()));
            }
        }
    }
}

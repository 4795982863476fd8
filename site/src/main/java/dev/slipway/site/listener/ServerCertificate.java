package dev.slipway.site.listener;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate that a server makes for itself at its first start. Others know it by its hash alone, so names and authorities do not
 * matter.
 */
public record ServerCertificate(PrivateKey key, X509Certificate certificate) {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);
    private static final Duration LIFETIME = Duration.ofDays(3650);

    /**
     * Reads it, or makes it when it is not there.
     *
     * @param folder holds key and certificate as PEM, {@code <name>.key} and {@code <name>.crt}; made readable by this account alone
     * @param holder stands in the certificate, for people
     */
    public static ServerCertificate in(Path folder, String name, String holder)
            throws IOException, GeneralSecurityException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path keyFile = folder.resolve(name + ".key");
        Path certificateFile = folder.resolve(name + ".crt");
        if (!Files.exists(certificateFile)) {
            make(holder, keyFile, certificateFile);
        }
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(unwrap(keyFile)));
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(unwrap(certificateFile)));
        return new ServerCertificate(key, certificate);
    }

    /** SHA-256 of the certificate's DER form, lower-case hex: what clients check. */
    public String pin() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void make(String holder, Path keyFile, Path certificateFile)
            throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Instant now = Instant.now();
        X500Name name = new X500Name("CN=" + holder);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, new SecureRandom()).add(BigInteger.ONE),
                // Machines whose clock is behind must not refuse it.
                Date.from(now.minus(Duration.ofDays(3650))),
                Date.from(now.plus(LIFETIME)),
                name,
                pair.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded();
            write(keyFile, "PRIVATE KEY", pair.getPrivate().getEncoded());
            write(certificateFile, "CERTIFICATE", encoded);
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
        LOG.info("Made this server's certificate {}; it is known by its hash", certificateFile);
    }

    private static void write(Path file, String kind, byte[] der) throws IOException {
        String text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
        Path partial = Files.createTempFile(
                file.getParent(),
                "new",
                ".pem",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(partial, text, StandardCharsets.US_ASCII);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] unwrap(Path file) throws IOException {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----", "");
            return Base64.getMimeDecoder().decode(text);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("The server's certificate or key cannot be read: " + file, e);
        }
    }
}

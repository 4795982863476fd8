package dev.slipway.site.listener;

import dev.slipway.site.SlipwayProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.springframework.stereotype.Component;

/**
 * The certificate that the site shows to machines. The site makes it at its first start; machines know it by its hash alone, from the kernel command line,
 * so names and authorities do not matter. Key and certificate lie in {@code keys/} of the data folder as PEM.
 */
@Component
public class SiteCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(SiteCertificate.class);
    private static final Duration LIFETIME = Duration.ofDays(3650);
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final String pin;

    SiteCertificate(SlipwayProperties properties) throws IOException, GeneralSecurityException {
        Path folder = properties.data().resolve("keys");
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path keyFile = folder.resolve("site.key");
        Path certificateFile = folder.resolve("site.crt");
        if (!Files.exists(certificateFile)) {
            make(properties.siteCode(), keyFile, certificateFile);
        }
        key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(unwrap(keyFile)));
        certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new java.io.ByteArrayInputStream(unwrap(certificateFile)));
        pin = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    /** SHA-256 of the certificate's DER form, lower-case hex: what machines check. */
    public String pin() {
        return pin;
    }

    PrivateKey key() {
        return key;
    }

    X509Certificate certificate() {
        return certificate;
    }

    private static void make(String siteCode, Path keyFile, Path certificateFile)
            throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Instant now = Instant.now();
        X500Name name = new X500Name("CN=Slipway site " + siteCode);
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
        LOG.info("Made the site's certificate in {}; machines will know this site by it", certificateFile);
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

    private static byte[] unwrap(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----", "");
            return Base64.getMimeDecoder().decode(text);
        } catch (IOException e) {
            throw new UncheckedIOException("The site's certificate or key cannot be read: " + file, e);
        }
    }
}

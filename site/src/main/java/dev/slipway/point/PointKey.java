package dev.slipway.point;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The Ed25519 key by which the site knows this point; made at the first start.
 *
 * @param publicKey base64 of the X.509 SubjectPublicKeyInfo
 */
record PointKey(PrivateKey privateKey, String publicKey) {

    static PointKey in(Path keys) throws PointException {
        Path file = keys.resolve("point.key");
        Path publicFile = keys.resolve("point.pub");
        try {
            if (!Files.exists(file) || !Files.exists(publicFile)) {
                KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                PointFolder.write(publicFile, pair.getPublic().getEncoded());
                PointFolder.write(file, pair.getPrivate().getEncoded());
            }
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            byte[] encoded = Files.readAllBytes(publicFile);
            factory.generatePublic(new X509EncodedKeySpec(encoded));
            PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(file)));
            return new PointKey(key, Base64.getEncoder().encodeToString(encoded));
        } catch (IOException | GeneralSecurityException e) {
            throw new PointException(
                    ExitCode.FAILED,
                    "point-key-unusable",
                    "The point's key in " + keys + " cannot be read or made: " + e
                            + ". Restore it from a backup, or delete it and join again with --join-code.",
                    e);
        }
    }
}

package dev.slipway.agent.site;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** A self-signed certificate for a conversation of the agent with itself (RFC 5280 4.1; DER as in X.690). */
final class TrainingCertificate {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final byte[] ECDSA_WITH_SHA256 = {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02};
    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};

    private TrainingCertificate() {}

    /** @param keys on an elliptic curve */
    static X509Certificate of(KeyPair keys) throws GeneralSecurityException {
        byte[] algorithm = der(SEQUENCE, der(0x06, ECDSA_WITH_SHA256));
        byte[] name = der(SEQUENCE, der(SET, der(SEQUENCE, der(0x06, COMMON_NAME), text(0x0C, "training"))));
        byte[] validity = der(SEQUENCE, text(0x17, "200101000000Z"), text(0x17, "491231235959Z"));
        byte[] version = der(0xA0, der(0x02, new byte[] {2}));
        byte[] serial = der(0x02, new byte[] {1});
        byte[] body = der(
                SEQUENCE,
                version,
                serial,
                algorithm,
                name,
                validity,
                name,
                keys.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(body);
        byte[] bits = concatenate(new byte[] {0}, signature.sign());
        byte[] certificate = der(SEQUENCE, body, algorithm, der(0x03, bits));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }

    private static byte[] text(int tag, String value) {
        return der(tag, value.getBytes(StandardCharsets.US_ASCII));
    }

    /** Tag, length, content; no content here is longer than 65,535 bytes. */
    private static byte[] der(int tag, byte[]... parts) {
        byte[] content = concatenate(parts);
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return concatenate(head, content);
    }

    private static byte[] concatenate(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}

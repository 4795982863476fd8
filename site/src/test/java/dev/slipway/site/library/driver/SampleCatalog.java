package dev.slipway.site.library.driver;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A driver's catalog that really is signed: the same bytes for the same files, as long as the process lives. */
final class SampleCatalog {
    static final String SIGNER = "Keel Yard (Harbour Root)";
    private static final String SHA_256 = "2.16.840.1.101.3.4.2.1";
    private static final String TRUST_LIST = "1.3.6.1.4.1.311.10.1";
    private static final Instant MADE = Instant.parse("2024-03-14T00:00:00Z");
    private static final KeyPair ROOT = key();
    private static final KeyPair OWN = key();

    private SampleCatalog() {}

    private static KeyPair key() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param files what it lists */
    static byte[] of(byte[]... files) throws IOException {
        try {
            DERSequence list = list(files);
            X509CertificateHolder root = certificate("Harbour Root", 1, ROOT);
            X509CertificateHolder own = certificate("Keel Yard", 2, OWN);
            DERSequence signedData = sequence(
                    new ASN1Integer(1),
                    new DERSet(algorithm(SHA_256)),
                    sequence(identifier(TRUST_LIST), new DERTaggedObject(0, list)),
                    new DERTaggedObject(
                            false, 0, new DERSet(new ASN1Encodable[] {own.toASN1Structure(), root.toASN1Structure()})),
                    new DERSet(signer(own, list)));
            return bytes(sequence(identifier("1.2.840.113549.1.7.2"), new DERTaggedObject(0, signedData)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException(e);
        }
    }

    private static X509CertificateHolder certificate(String name, long number, KeyPair key)
            throws OperatorCreationException {
        return new JcaX509v3CertificateBuilder(
                        new X500Name("CN=Harbour Root"),
                        BigInteger.valueOf(number),
                        Date.from(MADE),
                        Date.from(MADE.plusSeconds(1_000_000_000)),
                        new X500Name("CN=" + name),
                        key.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(ROOT.getPrivate()));
    }

    private static DERSequence list(byte[]... files) throws GeneralSecurityException {
        DERSequence[] entries = new DERSequence[files.length];
        for (int i = 0; i < files.length; i++) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(files[i]);
            DERSequence indirect = sequence(
                    sequence(identifier("1.3.6.1.4.1.311.2.1.25")),
                    sequence(algorithm(SHA_256), new DEROctetString(hash)));
            entries[i] = sequence(
                    new DEROctetString(hash),
                    new DERSet(sequence(identifier("1.3.6.1.4.1.311.2.1.4"), new DERSet(indirect))));
        }
        return sequence(
                sequence(identifier("1.3.6.1.4.1.311.12.1.1")),
                new DEROctetString(new byte[16]),
                new DERUTCTime(Date.from(MADE)),
                algorithm("1.3.6.1.4.1.311.12.1.3"),
                new DERSequence(entries));
    }

    private static DERSequence signer(X509CertificateHolder own, DERSequence list)
            throws IOException, GeneralSecurityException {
        byte[] whole = bytes(list);
        // Tag, one byte that tells how many follow, and those: lists are longer than 127 and shorter than 65,536 bytes.
        int head = 2 + (whole[1] & 0x7f);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(whole, head, whole.length - head);
        DERSet attributes = new DERSet(new ASN1Encodable[] {
            sequence(identifier("1.2.840.113549.1.9.3"), new DERSet(identifier(TRUST_LIST))),
            sequence(identifier("1.2.840.113549.1.9.4"), new DERSet(new DEROctetString(digest.digest())))
        });
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(OWN.getPrivate());
        signature.update(bytes(attributes));
        return sequence(
                new ASN1Integer(1),
                sequence(own.getIssuer(), new ASN1Integer(own.getSerialNumber())),
                algorithm(SHA_256),
                new DERTaggedObject(false, 0, attributes),
                algorithm("1.2.840.113549.1.1.1"),
                new DEROctetString(signature.sign()));
    }

    private static DERSequence algorithm(String identifier) {
        return sequence(identifier(identifier), DERNull.INSTANCE);
    }

    private static ASN1ObjectIdentifier identifier(String text) {
        return new ASN1ObjectIdentifier(text);
    }

    private static DERSequence sequence(ASN1Encodable... parts) {
        return new DERSequence(parts);
    }

    private static byte[] bytes(ASN1Encodable of) throws IOException {
        return of.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    }
}

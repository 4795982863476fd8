package dev.slipway.windows;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * The signature of a PKCS#7 SignedData (RFC 2315 9): each signer's must hold.
 *
 * @param certificates that lie in it
 * @param signers the SignerInfos
 */
record CatalogSignature(List<X509Certificate> certificates, List<Der> signers) {
    private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";

    static CatalogSignature of(Der signedData) throws CatalogException {
        List<X509Certificate> certificates = new ArrayList<>();
        List<Der> parts = signedData.parts();
        for (Der part : parts) {
            if (part.is(Der.CONTEXT_0)) {
                for (Der certificate : part.parts()) {
                    certificates.add(certificate(certificate));
                }
            }
        }
        Der signers = parts.getLast();
        if (!signers.is(Der.SET) || signers.parts().isEmpty()) {
            throw new CatalogException("nobody signed it");
        }
        return new CatalogSignature(certificates, signers.parts());
    }

    private static X509Certificate certificate(Der der) throws CatalogException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der.whole()));
        } catch (CertificateException e) {
            throw new CatalogException("a certificate in it cannot be read", e);
        }
    }

    /**
     * @param content the bytes that were signed, without tag and length (RFC 2315 9.3)
     * @return who signed first and who vouches for that name
     */
    String verify(byte[] content) throws CatalogException {
        String first = "";
        for (Der signer : signers) {
            X509Certificate own = certificateOf(signer);
            try {
                verify(signer, own, content);
                String name = name(own.getSubjectX500Principal()) + " (" + name(vouching(own)) + ")";
                first = first.isEmpty() ? name : first;
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new CatalogException("its signature cannot be checked: " + e.getMessage(), e);
            }
        }
        return first;
    }

    private X509Certificate certificateOf(Der signer) throws CatalogException {
        Der issuerAndNumber = signer.part(1, Der.SEQUENCE);
        byte[] issuer = issuerAndNumber.part(0, Der.SEQUENCE).whole();
        BigInteger number = issuerAndNumber.part(1, Der.INTEGER).number();
        return certificates.stream()
                .filter(one -> one.getSerialNumber().equals(number)
                        && Arrays.equals(one.getIssuerX500Principal().getEncoded(), issuer))
                .findFirst()
                .orElseThrow(() -> new CatalogException("the certificate of its signer is not in it"));
    }

    private static void verify(Der signer, X509Certificate certificate, byte[] content)
            throws CatalogException, GeneralSecurityException {
        String digest = digest(signer.part(2, Der.SEQUENCE));
        List<Der> parts = signer.parts();
        byte[] signed = content;
        for (Der attributes :
                parts.stream().filter(part -> part.is(Der.CONTEXT_0)).toList()) {
            if (!MessageDigest.isEqual(
                    messageDigest(attributes), MessageDigest.getInstance(digest).digest(content))) {
                throw new CatalogException("it was changed after it was signed");
            }
            signed = attributes.whole();
            // They are signed as the set that they are, not as the field that they stand in (RFC 2315 9.3).
            signed[0] = Der.SET;
        }
        Der value = parts.stream()
                .filter(part -> part.is(Der.OCTETS))
                .findFirst()
                .orElseThrow(() -> new CatalogException("nobody signed it"));
        String key = certificate.getPublicKey().getAlgorithm();
        Signature check = Signature.getInstance(digest.replace("-", "") + "with" + (key.equals("EC") ? "ECDSA" : key));
        check.initVerify(certificate.getPublicKey());
        check.update(signed);
        if (!check.verify(value.value())) {
            throw new CatalogException("its signature is not its signer's");
        }
    }

    private static byte[] messageDigest(Der attributes) throws CatalogException {
        for (Der attribute : attributes.parts()) {
            if (attribute.part(0, Der.OBJECT_IDENTIFIER).identifier().equals(MESSAGE_DIGEST)) {
                return attribute.part(1, Der.SET).part(0, Der.OCTETS).value();
            }
        }
        throw new CatalogException("its signature does not say what was signed");
    }

    private static String digest(Der algorithm) throws CatalogException {
        String identifier = algorithm.part(0, Der.OBJECT_IDENTIFIER).identifier();
        return switch (identifier) {
            case "1.3.14.3.2.26" -> "SHA-1";
            case "2.16.840.1.101.3.4.2.1" -> "SHA-256";
            case "2.16.840.1.101.3.4.2.2" -> "SHA-384";
            case "2.16.840.1.101.3.4.2.3" -> "SHA-512";
            default -> throw new CatalogException("it is signed in a way that is not known here (" + identifier + ")");
        };
    }

    /** Follows the certificates that lie in it, each of which must be signed by the next, and names who stands at the end. */
    private X500Principal vouching(X509Certificate own) throws CatalogException, GeneralSecurityException {
        List<X509Certificate> left = new ArrayList<>(certificates);
        X509Certificate last = own;
        while (true) {
            X500Principal issuer = last.getIssuerX500Principal();
            Optional<X509Certificate> above = left.stream()
                    .filter(one -> one.getSubjectX500Principal().equals(issuer))
                    .findFirst();
            if (above.isEmpty()) {
                // What the last one says of its own issuer nobody signed.
                return last == own ? issuer : last.getSubjectX500Principal();
            }
            last.verify(above.get().getPublicKey());
            left.remove(above.get());
            last = above.get();
        }
    }

    private static String name(X500Principal principal) {
        String whole = principal.getName();
        try {
            return new LdapName(whole)
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(value -> String.valueOf(value).replaceAll("\\p{Cntrl}", " "))
                            .findFirst()
                            .orElse(whole);
        } catch (InvalidNameException e) {
            return whole;
        }
    }
}

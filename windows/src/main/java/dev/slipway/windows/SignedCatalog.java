package dev.slipway.windows;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A catalog whose signature holds: a PKCS#7 SignedData (RFC 2315) around a certificate trust list of Microsoft's kind, which lists the
 * hashes of files. Whether its signer deserves trust is not decided here: Windows does that, by the roots that it knows.
 *
 * @param signer who signed it and, in parentheses, who vouches for the signer's name
 * @param hashes lower-case hex
 */
public record SignedCatalog(String signer, Set<String> hashes) {
    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    private static final String TRUST_LIST = "1.3.6.1.4.1.311.10.1";
    /** SpcIndirectDataContent: what a file's hash is, and how it was computed. */
    private static final String INDIRECT_DATA = "1.3.6.1.4.1.311.2.1.4";

    private static final List<String> HASHES = List.of("SHA-1", "SHA-256");

    public SignedCatalog {
        hashes = Set.copyOf(hashes);
    }

    /** @throws CatalogException if it is no signed catalog, or its signature does not hold */
    public static SignedCatalog read(byte[] bytes) throws CatalogException {
        Der signedData = signedData(bytes);
        Der enclosed = signedData.part(2, Der.SEQUENCE);
        if (!enclosed.part(0, Der.OBJECT_IDENTIFIER).identifier().equals(TRUST_LIST)) {
            throw new CatalogException("it is signed, but is no catalog");
        }
        Der list = enclosed.part(1, Der.CONTEXT_0).part(0, Der.SEQUENCE);
        String signer = CatalogSignature.of(signedData).verify(list.value());
        return new SignedCatalog(signer, hashes(list));
    }

    private static Der signedData(byte[] bytes) throws CatalogException {
        Der outer = Der.of(bytes);
        if (!outer.is(Der.SEQUENCE)
                || !outer.part(0, Der.OBJECT_IDENTIFIER).identifier().equals(SIGNED_DATA)) {
            throw new CatalogException("it is no signed catalog");
        }
        return outer.part(1, Der.CONTEXT_0).part(0, Der.SEQUENCE);
    }

    /** Of the list's parts, the last sequence of sequences names the files: each an identifier and a set of attributes. */
    private static Set<String> hashes(Der list) throws CatalogException {
        Set<String> hashes = new HashSet<>();
        for (Der part : list.parts()) {
            for (Der file : part.is(Der.SEQUENCE) ? part.parts() : List.<Der>of()) {
                List<Der> parts = file.is(Der.SEQUENCE) ? file.parts() : List.<Der>of();
                if (parts.size() == 2
                        && parts.get(0).is(Der.OCTETS)
                        && parts.get(1).is(Der.SET)) {
                    hashes.addAll(hashesOf(parts.get(1)));
                }
            }
        }
        return hashes;
    }

    private static List<String> hashesOf(Der attributes) throws CatalogException {
        List<String> hashes = new ArrayList<>();
        for (Der attribute : attributes.parts()) {
            if (attribute.part(0, Der.OBJECT_IDENTIFIER).identifier().equals(INDIRECT_DATA)) {
                Der digest = attribute.part(1, Der.SET).part(0, Der.SEQUENCE).part(1, Der.SEQUENCE);
                hashes.add(HexFormat.of().formatHex(digest.part(1, Der.OCTETS).value()));
            }
        }
        return hashes;
    }

    /** Whether it lists a file as it is. For programs it lists another hash, which leaves out where their own signature would stand. */
    public boolean lists(byte[] file) {
        return HASHES.stream().anyMatch(name -> hashes.contains(hash(name, file)));
    }

    private static String hash(String name, byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(file));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + name, e);
        }
    }
}

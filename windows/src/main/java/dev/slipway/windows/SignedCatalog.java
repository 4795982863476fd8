package dev.slipway.windows;

import java.util.Arrays;

/**
 * Tells whether a file is a catalog that somebody signed: a PKCS#7 SignedData (RFC 2315) whose content is a certificate trust
 * list of Microsoft's kind (1.3.6.1.4.1.311.10.1) and that has at least one signer. Nothing more is checked: neither the
 * signature nor its certificates, nor whether the catalog lists the driver's files. Windows does that when it installs the driver.
 */
public final class SignedCatalog {
    private static final byte[] SIGNED_DATA = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x07, 0x02
    };
    private static final byte[] TRUST_LIST = {0x2b, 0x06, 0x01, 0x04, 0x01, (byte) 0x82, 0x37, 0x0a, 0x01};
    private static final int INTEGER = 0x02;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int CONTEXT_0 = 0xa0;
    private static final int CONTEXT_1 = 0xa1;

    private final byte[] bytes;
    private int position;

    private SignedCatalog(byte[] bytes) {
        this.bytes = bytes;
    }

    public static boolean isOne(byte[] bytes) {
        return new SignedCatalog(bytes).hasSigner();
    }

    private boolean hasSigner() {
        return enter(SEQUENCE) >= 0
                && isNext(SIGNED_DATA)
                && enter(CONTEXT_0) >= 0
                && enter(SEQUENCE) >= 0
                && skip(INTEGER)
                && skip(SET)
                && isTrustList()
                && hasSignerInfo();
    }

    /** After the certificates and the revocations, of which there need not be any. */
    private boolean hasSignerInfo() {
        skip(CONTEXT_0);
        skip(CONTEXT_1);
        return enter(SET) > 0;
    }

    private boolean isTrustList() {
        int length = enter(SEQUENCE);
        if (length < 0) {
            return false;
        }
        int end = position + length;
        boolean isTrustList = isNext(TRUST_LIST);
        position = end;
        return isTrustList;
    }

    /** Goes into the next element if it is of that kind, and returns the length of its content; else -1. */
    private int enter(int tag) {
        int start = position;
        if (start + 2 > bytes.length || (bytes[start] & 0xff) != tag) {
            return -1;
        }
        int at = start + 1;
        int length = bytes[at++] & 0xff;
        if (length >= 0x80) {
            int count = length - 0x80;
            if (count < 1 || count > 4 || count > bytes.length - at) {
                return -1;
            }
            long value = 0;
            for (int i = 0; i < count; i++) {
                value = value << 8 | (bytes[at++] & 0xff);
            }
            length = (int) Math.min(value, Integer.MAX_VALUE);
        }
        if (length > bytes.length - at) {
            return -1;
        }
        position = at;
        return length;
    }

    private boolean skip(int tag) {
        int length = enter(tag);
        position += Math.max(0, length);
        return length >= 0;
    }

    private boolean isNext(byte[] identifier) {
        int length = enter(OBJECT_IDENTIFIER);
        boolean same =
                length >= 0 && Arrays.equals(bytes, position, position + length, identifier, 0, identifier.length);
        position += Math.max(0, length);
        return same;
    }
}

package dev.slipway.windows;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An element of DER (X.690 8.1) within an array; every length is checked against what encloses it.
 *
 * @param start of its tag
 * @param content of its first byte after tag and length
 * @param end behind its last byte
 */
record Der(byte[] bytes, int start, int content, int end) {
    static final int INTEGER = 0x02;
    static final int OCTETS = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    static final int CONTEXT_0 = 0xa0;

    /** @throws CatalogException if the bytes begin with no whole element */
    static Der of(byte[] bytes) throws CatalogException {
        return at(bytes, 0, bytes.length);
    }

    private static Der at(byte[] bytes, int start, int limit) throws CatalogException {
        if (limit - start < 2) {
            throw new CatalogException("it ends in the middle of an element");
        }
        int at = start + 1;
        long length = bytes[at++] & 0xff;
        if (length >= 0x80) {
            int count = (int) length - 0x80;
            if (count < 1 || count > 4 || count > limit - at) {
                throw new CatalogException("an element has no usable length");
            }
            length = new BigInteger(1, bytes, at, count).longValueExact();
            at += count;
        }
        if (length > limit - at) {
            throw new CatalogException("an element is longer than what encloses it");
        }
        return new Der(bytes, start, at, at + (int) length);
    }

    int tag() {
        return bytes[start] & 0xff;
    }

    boolean is(int tag) {
        return tag() == tag;
    }

    List<Der> parts() throws CatalogException {
        List<Der> parts = new ArrayList<>();
        for (int at = content; at < end; at = parts.getLast().end) {
            parts.add(at(bytes, at, end));
        }
        return parts;
    }

    /** The part at a place, which must be of a kind. */
    Der part(int place, int tag) throws CatalogException {
        List<Der> parts = parts();
        if (place >= parts.size() || !parts.get(place).is(tag)) {
            throw new CatalogException("an element is missing");
        }
        return parts.get(place);
    }

    /** Without tag and length. */
    byte[] value() {
        return Arrays.copyOfRange(bytes, content, end);
    }

    /** With tag and length. */
    byte[] whole() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    BigInteger number() throws CatalogException {
        if (!is(INTEGER) || content == end) {
            throw new CatalogException("a number is missing");
        }
        return new BigInteger(value());
    }

    /** An object identifier as {@code 1.2.840}; empty if it is none. */
    String identifier() {
        if (!is(OBJECT_IDENTIFIER)) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        long number = 0;
        for (int i = content; i < end; i++) {
            number = number << 7 | (bytes[i] & 0x7f);
            if (bytes[i] >= 0) {
                // The first two numbers are one (X.690 8.19.4).
                long first = Math.min(number / 40, 2);
                text.append(text.isEmpty() ? first + "." + (number - 40 * first) : "." + number);
                number = 0;
            }
        }
        return text.toString();
    }
}

package dev.slipway.site.distribution;

import dev.slipway.site.SlipwayException;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * A boundary: a subnet ({@code 10.1.0.0/16}, {@code 2001:db8::/48}), a range ({@code 10.1.0.10-10.1.0.99}) or one address.
 *
 * @param text as it was written
 * @param first 32 hex digits; IPv4 addresses as {@code ::ffff:a.b.c.d}, so that both kinds are ordered
 */
record AddressRange(String text, String first, String last) {
    private static final int BITS = 128;
    private static final int IPV4_PREFIX_BITS = 96;
    private static final byte[] IPV4_PREFIX = HexFormat.of().parseHex("00000000000000000000ffff");

    /** @throws SlipwayException 422 */
    static AddressRange of(String written) {
        String text = written.strip();
        try {
            int slash = text.indexOf('/');
            if (slash > 0) {
                return subnet(text, text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
            }
            int dash = text.indexOf('-');
            String first = number(dash > 0 ? text.substring(0, dash).strip() : text);
            String last = dash > 0 ? number(text.substring(dash + 1).strip()) : first;
            if (isIpv4(first) != isIpv4(last) || first.compareTo(last) > 0) {
                throw wrong(text);
            }
            return new AddressRange(text, first, last);
        } catch (IllegalArgumentException e) {
            SlipwayException wrong = wrong(text);
            wrong.addSuppressed(e);
            throw wrong;
        }
    }

    private static AddressRange subnet(String text, String address, int prefix) {
        String number = number(address);
        int fixed = isIpv4(number) ? IPV4_PREFIX_BITS + prefix : prefix;
        if (prefix < 0 || fixed > BITS) {
            throw wrong(text);
        }
        BigInteger mask = BigInteger.ONE.shiftLeft(BITS - fixed).subtract(BigInteger.ONE);
        BigInteger any = new BigInteger(number, 16);
        return new AddressRange(text, hex(any.andNot(mask)), hex(any.or(mask)));
    }

    private static SlipwayException wrong(String text) {
        return SlipwayException.invalid(
                "boundaries",
                "\"" + text
                        + "\" is no boundary. Write a subnet (10.1.0.0/16, 2001:db8::/48), a range (10.1.0.10-10.1.0.99) or one address.");
    }

    /** An address, as boundaries are compared. @throws IllegalArgumentException when the text is no IP address */
    static String number(String address) {
        int zone = address.indexOf('%');
        InetAddress parsed = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
        byte[] bytes = parsed.getAddress();
        return parsed instanceof Inet4Address
                ? HexFormat.of().formatHex(IPV4_PREFIX) + HexFormat.of().formatHex(bytes)
                : HexFormat.of().formatHex(bytes);
    }

    private static boolean isIpv4(String number) {
        return number.startsWith(HexFormat.of().formatHex(IPV4_PREFIX));
    }

    private static String hex(BigInteger number) {
        return "%032x".formatted(number);
    }
}

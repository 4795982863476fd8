package dev.slipway.protocol;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an administrator carries from the site to a server that becomes a distribution point: {@code slipway1.<site>.<pin>.<secret>}, in one line.
 *
 * @param siteUrl {@code https://host:port} of the site's TLS listener, without a slash at its end
 * @param pin SHA-256 of the site's certificate in hex
 * @param secret works once and for a while; letters, digits, {@code -} and {@code _}
 */
public record JoinCode(String siteUrl, String pin, String secret) {
    private static final Pattern TEXT =
            Pattern.compile("slipway1\\.([A-Za-z0-9_-]{1,1000})\\.([0-9a-f]{64})\\.([A-Za-z0-9_-]{16,100})");
    private static final String SCHEME = "https";

    /** The code as it is shown and typed. */
    public String text() {
        String site = Base64.getUrlEncoder().withoutPadding().encodeToString(siteUrl.getBytes(StandardCharsets.UTF_8));
        return "slipway1." + site + "." + pin + "." + secret;
    }

    /** @throws IllegalArgumentException when the text is no join code */
    public static JoinCode of(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "This is no join code; it begins with slipway1. and has four parts. Copy it whole, in one line.");
        }
        String site = new String(Base64.getUrlDecoder().decode(parts.group(1)), StandardCharsets.UTF_8);
        URI address = URI.create(site);
        if (!SCHEME.equals(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException("The join code names no https address of a site: " + site);
        }
        return new JoinCode(site, parts.group(2), parts.group(3));
    }
}

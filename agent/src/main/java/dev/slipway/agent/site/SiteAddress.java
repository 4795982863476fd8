package dev.slipway.agent.site;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Where the site is and by what it is recognised. No part of it is secret.
 *
 * @param site base of the machine protocol, {@code https://HOST:PORT}
 * @param content base of the content listener, {@code http://HOST:PORT}
 * @param pin SHA-256 of the site's certificate, lower-case hex
 */
public record SiteAddress(URI site, URI content, String pin) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public SiteAddress {
        pin = pin.toLowerCase(Locale.ROOT);
        if (!"https".equals(site.getScheme()) || site.getHost() == null) {
            throw new IllegalArgumentException("slipway.site must be https://HOST:PORT, it is '" + site + "'");
        }
        if (!SHA_256.matcher(pin).matches()) {
            throw new IllegalArgumentException("slipway.pin must be 64 hexadecimal digits, it is '" + pin + "'");
        }
    }

    /** From the kernel's command line: words {@code slipway.site=}, {@code slipway.content=}, {@code slipway.pin=}. */
    public static SiteAddress ofCommandLine(String commandLine) {
        Map<String, String> values = new HashMap<>();
        for (String word : commandLine.strip().split("\\s+")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return of(values);
    }

    /** From a properties file with the same names. */
    public static SiteAddress ofProperties(Reader reader) throws IOException {
        Properties properties = new Properties();
        properties.load(reader);
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return of(values);
    }

    /** As a properties file. */
    public String toProperties() {
        return "slipway.site=" + site + "\nslipway.content=" + content + "\nslipway.pin=" + pin + "\n";
    }

    private static SiteAddress of(Map<String, String> values) {
        return new SiteAddress(
                URI.create(value(values, "slipway.site")),
                URI.create(value(values, "slipway.content")),
                value(values, "slipway.pin"));
    }

    private static String value(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing: start the machine from the site's boot script");
        }
        return value;
    }
}

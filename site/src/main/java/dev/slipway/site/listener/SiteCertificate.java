package dev.slipway.site.listener;

import dev.slipway.site.SlipwayProperties;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.springframework.stereotype.Component;

/**
 * The certificate that the site shows to machines and distribution points, in {@code keys/} of the data folder. Machines know it from
 * the kernel command line, points from their join code.
 */
@Component
public class SiteCertificate {
    private final ServerCertificate certificate;
    private final String pin;

    SiteCertificate(SlipwayProperties properties) throws IOException, GeneralSecurityException {
        certificate = ServerCertificate.in(
                properties.data().resolve("keys"), "site", "Slipway site " + properties.siteCode());
        pin = certificate.pin();
    }

    /** SHA-256 of the certificate's DER form, lower-case hex: what machines check. */
    public String pin() {
        return pin;
    }

    ServerCertificate certificate() {
        return certificate;
    }
}

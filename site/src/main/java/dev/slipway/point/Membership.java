package dev.slipway.point;

/**
 * Whose point this is.
 *
 * @param site {@code https://host:port}
 * @param pin SHA-256 of the site's certificate in hex
 * @param ticketKey the site's public Ed25519 key as base64 of its X.509 SubjectPublicKeyInfo
 * @param joinedWith SHA-256 of the join code, so that the same start command works again and again
 */
record Membership(
        String pointId, String name, String siteCode, String site, String pin, String ticketKey, String joinedWith) {
    Membership at(String otherSite) {
        return new Membership(pointId, name, siteCode, otherSite, pin, ticketKey, joinedWith);
    }
}

package dev.slipway.site.console;

import java.nio.file.Path;

/**
 * What the settings page shows and cannot change.
 *
 * @param certificate SHA-256 of the site's certificate, lower-case hex
 * @param data folder of everything that the site keeps
 * @param freeBytes free space there; -1 when the system does not say
 */
public record SiteFacts(
        String siteCode, String machineUrl, String contentUrl, String certificate, Path data, long freeBytes) {}

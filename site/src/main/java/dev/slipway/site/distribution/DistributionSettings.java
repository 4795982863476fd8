package dev.slipway.site.distribution;

import dev.slipway.site.SlipwayException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * How the site distributes (DIST-9).
 *
 * @param retries after a failed attempt, 0 to 1000
 * @param retryDelaySeconds before the first retry, 1 to 86,400; each further one waits twice as long
 * @param concurrentPackages that travel at the same time, 1 to 100
 * @param concurrentPoints to which one package travels at the same time, 1 to 1000
 * @param pollSeconds between two reports of a point, 1 to 3600
 * @param olderVersions of a package that a point keeps besides the current one, of those that the site keeps and as its room allows, 0 to 1000
 * @param statusDays how long status messages are kept, 1 to 3650
 */
public record DistributionSettings(
        int retries,
        int retryDelaySeconds,
        int concurrentPackages,
        int concurrentPoints,
        int pollSeconds,
        int statusDays,
        int olderVersions) {
    public static final DistributionSettings DEFAULTS = new DistributionSettings(10, 60, 3, 5, 5, 30, 1000);
    private static final String PREFIX = "DISTRIBUTION_";

    public DistributionSettings {
        check("retries", retries, 0, 1000);
        check("retryDelaySeconds", retryDelaySeconds, 1, 86_400);
        check("concurrentPackages", concurrentPackages, 1, 100);
        check("concurrentPoints", concurrentPoints, 1, 1000);
        check("pollSeconds", pollSeconds, 1, 3600);
        check("statusDays", statusDays, 1, 3650);
        check("olderVersions", olderVersions, 0, 1000);
    }

    private static void check(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw SlipwayException.invalid(field, field + " must be " + least + " to " + most + ".");
        }
    }

    /** Without a report for so long a point is late. */
    Duration late() {
        return Duration.ofSeconds(4L * pollSeconds + 4);
    }

    RetryRules retryRules() {
        return new RetryRules(
                retries, Duration.ofSeconds(retryDelaySeconds), Duration.ofSeconds(12L * pollSeconds + 4));
    }

    static DistributionSettings load(Handle handle) {
        record Row(String name, String value) {}
        Map<String, Integer> stored = handle
                .createQuery("select name, value from setting where name like 'DISTRIBUTION_%'")
                .mapTo(Row.class)
                .stream()
                .collect(Collectors.toMap(Row::name, row -> Integer.valueOf(row.value())));
        return new DistributionSettings(
                stored.getOrDefault(PREFIX + "RETRIES", DEFAULTS.retries),
                stored.getOrDefault(PREFIX + "RETRY_DELAY_SECONDS", DEFAULTS.retryDelaySeconds),
                stored.getOrDefault(PREFIX + "CONCURRENT_PACKAGES", DEFAULTS.concurrentPackages),
                stored.getOrDefault(PREFIX + "CONCURRENT_POINTS", DEFAULTS.concurrentPoints),
                stored.getOrDefault(PREFIX + "POLL_SECONDS", DEFAULTS.pollSeconds),
                stored.getOrDefault(PREFIX + "STATUS_DAYS", DEFAULTS.statusDays),
                stored.getOrDefault(PREFIX + "OLDER_VERSIONS", DEFAULTS.olderVersions));
    }

    void store(Handle handle) {
        Map.of(
                        "RETRIES", retries,
                        "RETRY_DELAY_SECONDS", retryDelaySeconds,
                        "CONCURRENT_PACKAGES", concurrentPackages,
                        "CONCURRENT_POINTS", concurrentPoints,
                        "POLL_SECONDS", pollSeconds,
                        "STATUS_DAYS", statusDays,
                        "OLDER_VERSIONS", olderVersions)
                .forEach((name, value) -> handle.execute("""
                        insert into setting (name, value) values (?, ?) on conflict (name) do update set value = excluded.value
                        """, PREFIX + name, value.toString()));
    }
}

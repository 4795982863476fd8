package dev.slipway.site.distribution;

import dev.slipway.protocol.PointOrders;
import dev.slipway.site.SlipwayException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How fast a point may fetch (DIST-10).
 *
 * @param blockBytes for {@code PULSE}, 1024 to 16 MiB
 * @param delayMillis for {@code PULSE}, 0 to 3,600,000
 * @param percents for {@code PERCENT}: 24 numbers from 1 to 100, one for each hour of the day (UTC)
 */
public record RateLimit(Kind kind, int blockBytes, int delayMillis, List<Integer> percents) {
    public static final RateLimit UNLIMITED = new RateLimit(Kind.UNLIMITED, 0, 0, List.of());

    public enum Kind {
        UNLIMITED,
        PULSE,
        PERCENT
    }

    public RateLimit {
        percents = List.copyOf(percents);
        switch (kind) {
            case UNLIMITED -> {
                blockBytes = 0;
                delayMillis = 0;
                percents = List.of();
            }
            case PULSE -> {
                percents = List.of();
                require(blockBytes >= 1024 && blockBytes <= 16 << 20, "A block has 1024 bytes to 16 MiB.");
                require(delayMillis >= 0 && delayMillis <= 3_600_000, "A pause has 0 to 3,600,000 milliseconds.");
            }
            case PERCENT -> {
                blockBytes = 0;
                delayMillis = 0;
                require(
                        percents.size() == 24 && percents.stream().allMatch(percent -> percent >= 1 && percent <= 100),
                        "A limit by hour is 24 numbers from 1 to 100, one for each hour of the day.");
            }
        }
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw SlipwayException.invalid("rate", otherwise);
        }
    }

    static RateLimit read(Kind kind, int blockBytes, int delayMillis, String percents) {
        List<Integer> numbers = percents.isEmpty()
                ? List.of()
                : Arrays.stream(percents.split(",")).map(Integer::valueOf).toList();
        return new RateLimit(kind, blockBytes, delayMillis, numbers);
    }

    public String percentText() {
        return percents.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    PointOrders.Rate at(Instant now) {
        return switch (kind) {
            case UNLIMITED -> new PointOrders.Rate.Unlimited();
            case PULSE -> new PointOrders.Rate.Pulse(blockBytes, delayMillis);
            case PERCENT -> {
                int percent = percents.get(now.atZone(ZoneOffset.UTC).getHour());
                yield percent >= 100 ? new PointOrders.Rate.Unlimited() : new PointOrders.Rate.Percent(percent);
            }
        };
    }
}

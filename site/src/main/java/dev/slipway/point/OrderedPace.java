package dev.slipway.point;

import dev.slipway.content.Pace;
import dev.slipway.protocol.PointOrders;
import java.time.Duration;

/** The rate that the orders say, for all jobs together; it may change while they run (DIST-10). */
final class OrderedPace implements Pace {
    private PointOrders.Rate rate = new PointOrders.Rate.Unlimited();
    private volatile Pace pace = Pace.UNLIMITED;

    synchronized void set(PointOrders.Rate ordered) {
        if (!ordered.equals(rate)) {
            rate = ordered;
            pace = switch (ordered) {
                case PointOrders.Rate.Unlimited() -> Pace.UNLIMITED;
                case PointOrders.Rate.Pulse(int blockBytes, int delayMillis) ->
                    Pace.pulse(Math.max(1024, blockBytes), Duration.ofMillis(Math.clamp(delayMillis, 0, 3_600_000)));
                case PointOrders.Rate.Percent(int percent) -> Pace.percent(Math.clamp(percent, 1, 100));
            };
        }
    }

    @Override
    public int chunkBytes() {
        return pace.chunkBytes();
    }

    @Override
    public void received(int bytes, Duration took) throws InterruptedException {
        pace.received(bytes, took);
    }
}

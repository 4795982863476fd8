package dev.slipway.content;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** How fast content is fetched (DIST-10) or read again (DIST-5): one for all that shall share a rate. */
public interface Pace {
    Pace UNLIMITED = new Pace() {
        @Override
        public int chunkBytes() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void received(int bytes, Duration took) {}
    };

    /** @return how many bytes to read at most before {@link #received} is called; at least 1 */
    int chunkBytes();

    /** Is called after each chunk, and waits for as long as the next one shall wait. */
    void received(int bytes, Duration took) throws InterruptedException;

    /** A block, then a pause. */
    static Pace pulse(int blockBytes, Duration pause) {
        return new Pace() {
            private final ReentrantLock lock = new ReentrantLock();
            private long sincePause;

            @Override
            public int chunkBytes() {
                return blockBytes;
            }

            @Override
            public void received(int bytes, Duration took) throws InterruptedException {
                // Who waits holds the lock, so that all transfers together keep the rate.
                lock.lockInterruptibly();
                try {
                    for (sincePause += bytes; sincePause >= blockBytes; sincePause -= blockBytes) {
                        Thread.sleep(pause);
                    }
                } finally {
                    lock.unlock();
                }
            }
        };
    }

    /** A share of the time: what took 10 ms at 50 percent is followed by a pause of 10 ms. @param percent 1 to 100 */
    static Pace percent(int percent) {
        return new Pace() {
            private static final int CHUNK_BYTES = 256 << 10;

            private final ReentrantLock lock = new ReentrantLock();
            private Duration owed = Duration.ZERO;

            @Override
            public int chunkBytes() {
                return CHUNK_BYTES;
            }

            @Override
            public void received(int bytes, Duration took) throws InterruptedException {
                lock.lockInterruptibly();
                try {
                    owed = owed.plus(took.multipliedBy(100L - percent).dividedBy(percent));
                    // Sleeping for less is too inexact.
                    if (owed.toMillis() >= 1) {
                        Duration now = owed;
                        owed = Duration.ZERO;
                        Thread.sleep(now);
                    }
                } finally {
                    lock.unlock();
                }
            }
        };
    }
}

package dev.slipway.agent.log;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes keys out of what a terminal sends. */
final class Keyboard {
    /** What belongs to a key comes at once, also over a slow serial line. */
    private static final Duration WITHIN_A_KEY = Duration.ofMillis(100);

    private static final int LONGEST_SEQUENCE = 6;
    private static final int END = -1;
    private final BlockingQueue<Integer> characters = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    Keyboard(java.io.InputStream in) {
        Thread.ofPlatform().daemon().name("keys").start(() -> read(new InputStreamReader(in, StandardCharsets.UTF_8)));
    }

    private void read(Reader reader) {
        try {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                characters.add(c);
            }
        } catch (IOException e) {
            System.getLogger(Keyboard.class.getName()).log(System.Logger.Level.DEBUG, "The keyboard is gone", e);
        }
        characters.add(END);
    }

    /** Nobody can type any more. */
    boolean isClosed() {
        return closed;
    }

    /** @return none when nothing known was typed within that time */
    Optional<Key> read(Duration wait) throws InterruptedException {
        Integer first = next(wait);
        if (first == null) {
            return Optional.empty();
        }
        return switch (first.intValue()) {
            case 27 -> sequence();
            case '\r', '\n' -> Optional.of(Key.Named.ENTER);
            case 8, 127 -> Optional.of(Key.Named.ERASE);
            default -> first < ' ' ? Optional.empty() : Optional.of(new Key.Typed((char) first.intValue()));
        };
    }

    private Optional<Key> sequence() throws InterruptedException {
        StringBuilder text = new StringBuilder();
        while (text.length() < LONGEST_SEQUENCE) {
            Integer next = next(WITHIN_A_KEY);
            if (next == null) {
                return text.isEmpty() ? Optional.of(Key.Named.ESCAPE) : Optional.empty();
            }
            text.append((char) next.intValue());
            Key.Named named = Key.SEQUENCES.get(text.toString());
            if (named != null) {
                return Optional.of(named);
            }
        }
        return Optional.empty();
    }

    private @Nullable Integer next(Duration wait) throws InterruptedException {
        Integer next = characters.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (next != null && next == END) {
            closed = true;
            return null;
        }
        return next;
    }
}

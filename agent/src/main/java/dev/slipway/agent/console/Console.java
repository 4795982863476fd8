package dev.slipway.agent.console;

import dev.slipway.agent.log.LogFile;
import dev.slipway.agent.log.Severity;
import dev.slipway.agent.text.Texts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lines out, lines in. Times are UTC. */
public final class Console {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintStream out;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private volatile Texts texts = Texts.NEUTRAL;
    private volatile LogFile log = LogFile.NONE;
    private String last = "";

    public Console(InputStream in, PrintStream out) {
        this.out = out;
        Thread.ofPlatform().daemon().name("keyboard").start(() -> readLines(in));
    }

    /** The language from now on (BOOT-7). */
    public void speak(Texts language) {
        texts = language;
    }

    /** The language from now on. @param language a decimal LCID; empty: it stays */
    public void speak(String language) {
        if (!language.isEmpty()) {
            texts = texts.in(language);
        }
    }

    /** Where all that is said is kept too, for the log viewer (BOOT-8). */
    public void keep(LogFile file) {
        log = file;
    }

    public LogFile log() {
        return log;
    }

    /** In the language of the person in front of the machine. */
    public String text(String key, Object... values) {
        return texts.text(key, values);
    }

    /** Says a text of the person's language. */
    public void tell(String key, Object... values) {
        say(text(key, values));
    }

    /** Writes a line, unless it says the same as the one before. */
    public void say(String text) {
        say(Severity.INFORMATION, text);
    }

    public synchronized void say(Severity severity, String text) {
        if (!text.equals(last)) {
            log.add(severity, text);
            last = text;
            String time = LocalTime.now(ZoneOffset.UTC).format(TIME);
            // Control characters of a device's or an administrator's text must not steer the terminal.
            out.println("[" + time + "] " + text.replaceAll("[\\p{Cntrl}&&[^\\t]]", " "));
            out.flush();
        }
    }

    /** Writes a line as it is, for menus. */
    synchronized void print(String text) {
        last = "";
        out.println(text.replaceAll("[\\p{Cntrl}&&[^\\t]]", " "));
        out.flush();
    }

    /** Forgets what was typed before anyone asked. */
    private void drain() {
        lines.removeIf(Optional::isPresent);
    }

    /** @return the next line typed; empty when the keyboard is gone or the wait is over */
    public Optional<String> readLine(Duration wait) throws InterruptedException {
        Optional<String> line = lines.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            return Optional.empty();
        }
        if (line.isEmpty()) {
            lines.add(line);
        }
        return line;
    }

    /** Waits for Enter, which counts only when it is pressed from now on, or until the time is over. */
    public void awaitLine(Duration wait) throws InterruptedException {
        drain();
        Optional<String> line = lines.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (line != null && line.isEmpty()) {
            lines.add(line);
            Thread.sleep(wait);
        }
    }

    /** Whether nobody can type any more. */
    boolean isClosed() {
        return lines.peek() instanceof Optional<String> next && next.isEmpty();
    }

    private void readLines(InputStream in) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException e) {
            say("The keyboard cannot be read: " + e.getMessage());
        }
        lines.add(Optional.empty());
    }
}

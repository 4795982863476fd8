package dev.slipway.agent.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** A line of the log: in the file its time (ISO 8601, UTC), severity and text, parted by tabs. */
record LogLine(Instant time, Severity severity, String text) {
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** As administrators know it from their viewer: lines of programs say by a word what they are. */
    private static final Pattern ERROR = Pattern.compile("(?i)\\b(error|errors|failed|failure|fatal|panic)\\b");

    private static final Pattern WARNING = Pattern.compile("(?i)\\b(warning|warnings|warn|cannot|retry|retrying)\\b");
    private static final int LONGEST = 4000;

    static LogLine of(Instant time, Severity severity, String text) {
        String clean = text.replaceAll("\\p{IsControl}", " ");
        return new LogLine(time, severity, clean.length() > LONGEST ? clean.substring(0, LONGEST) + " …" : clean);
    }

    String encode() {
        return time + "\t" + severity + "\t" + text + "\n";
    }

    /** A line that somebody else wrote into the file shows as it is. */
    static LogLine decode(String line) {
        String[] parts = line.split("\t", 3);
        if (parts.length == 3) {
            try {
                return of(Instant.parse(parts[0]), Severity.valueOf(parts[1]), parts[2]);
            } catch (DateTimeException | IllegalArgumentException e) {
                return of(Instant.EPOCH, Severity.INFORMATION, line);
            }
        }
        return of(Instant.EPOCH, Severity.INFORMATION, line);
    }

    /** What the line is by its own account or else by its words. */
    Severity shown() {
        if (severity != Severity.INFORMATION) {
            return severity;
        }
        return ERROR.matcher(text).find()
                ? Severity.ERROR
                : WARNING.matcher(text).find() ? Severity.WARNING : Severity.INFORMATION;
    }

    String clock() {
        return time.equals(Instant.EPOCH) ? "        " : SHOWN.format(time);
    }
}

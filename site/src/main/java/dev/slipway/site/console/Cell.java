package dev.slipway.site.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What stands in one column of one row: how it looks, and by what it is sorted and found.
 *
 * @param href where a click leads; empty for nowhere
 * @param tone of a state or a progress: empty, good, bad, warn, live
 * @param notes smaller lines below
 * @param badges small words behind the text, that say what sets this row apart
 * @param number sorts first, then {@code word}
 */
public record Cell(
        Look look,
        String text,
        String href,
        String tone,
        List<String> notes,
        List<Badge> badges,
        long number,
        String word) {

    public enum Look {
        TEXT,
        CODE,
        NUMBER,
        MOMENT,
        STATE,
        PROGRESS
    }

    /** @param tone as of a state */
    public record Badge(String tone, String text) {}

    private static final long NOTHING = Long.MIN_VALUE;

    public Cell {
        notes = List.copyOf(notes);
        badges = List.copyOf(badges);
    }

    private static Cell of(Look look, String text, String href, String tone, long number) {
        return new Cell(look, text, href, tone, List.of(), List.of(), number, text.toLowerCase(Locale.ROOT));
    }

    public static Cell text(@Nullable String text) {
        return of(Look.TEXT, text == null ? "" : text, "", "", 0);
    }

    public static Cell link(String text, String href) {
        return of(Look.TEXT, text, href, "", 0);
    }

    /** Identifiers, paths, addresses. */
    public static Cell code(@Nullable String text) {
        return of(Look.CODE, text == null ? "" : text, "", "", 0);
    }

    public static Cell number(long number) {
        return of(Look.NUMBER, Show.count(number), "", "", number);
    }

    public static Cell size(long bytes) {
        return of(Look.NUMBER, Show.size(bytes), "", "", bytes);
    }

    /** A length of time in words. @param millis by which it is sorted; negative where there is none */
    public static Cell duration(String text, long millis) {
        return of(Look.NUMBER, text, "", "", millis);
    }

    /** @param otherwise what stands there when there is no time */
    public static Cell time(@Nullable Instant instant, String otherwise) {
        return instant == null
                ? of(Look.MOMENT, otherwise, "", "", NOTHING)
                : of(Look.MOMENT, Show.minute(instant), "", "", instant.toEpochMilli());
    }

    public static Cell time(Instant instant) {
        return time(instant, "");
    }

    /** A day as it stands in a file: 2026-11-21. */
    public static Cell day(@Nullable String text) {
        return of(Look.MOMENT, text == null ? "" : text, "", "", 0);
    }

    public static Cell state(String tone, String word) {
        return of(Look.STATE, word, "", tone, 0);
    }

    public static Cell yesNo(boolean yes) {
        return text(yes ? "yes" : "no");
    }

    /** @param label what a screen reader says of the bar */
    public static Cell progress(int percent, String tone, String label) {
        return new Cell(Look.PROGRESS, Integer.toString(percent), "", tone, List.of(label), List.of(), percent, "");
    }

    /** With a smaller line below; none when the text is empty. */
    public Cell under(@Nullable String note) {
        if (note == null || note.isBlank()) {
            return this;
        }
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new Cell(look, text, href, tone, more, badges, number, word);
    }

    public Cell badge(boolean when, String tone, String text) {
        if (!when) {
            return this;
        }
        List<Badge> more = new ArrayList<>(badges);
        more.add(new Badge(tone, text));
        return new Cell(look, this.text, href, this.tone, notes, more, number, word);
    }

    /** Nothing stands here: a narrow screen leaves it out. */
    public boolean isBlank() {
        return text.isEmpty() && notes.isEmpty() && badges.isEmpty();
    }

    /** @param sought in lower case */
    boolean matches(String sought) {
        return look != Look.PROGRESS && (has(text, sought) || notes.stream().anyMatch(note -> has(note, sought)));
    }

    private static boolean has(String text, String sought) {
        return text.toLowerCase(Locale.ROOT).contains(sought);
    }
}

package dev.slipway.agent.log;

import dev.slipway.agent.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What the viewer shows: a part of the lines, coloured by severity, and below it what can be done. It knows no terminal. */
final class LogScreen {
    private static final int MOST_LINES = 50_000;
    private static final String PLAIN = "\033[0m";
    private static final String RED = "\033[1;31m";
    private static final String YELLOW = "\033[1;33m";
    private static final String FOUND = "\033[7m";

    private final Texts texts;
    private final List<LogLine> lines = new ArrayList<>();
    private int rows = 24;
    private int columns = 80;
    private int top;
    /** The line that was found last. */
    private int current;

    private boolean follows = true;
    private boolean asks;
    private String searched = "";
    private String message = "";
    private boolean done;

    LogScreen(Texts texts) {
        this.texts = texts;
    }

    void size(int newRows, int newColumns) {
        rows = Math.clamp(newRows, 3, 500);
        columns = Math.clamp(newColumns, 20, 1000);
        scrollTo(top);
    }

    void add(List<LogLine> more) {
        lines.addAll(more);
        if (lines.size() > MOST_LINES) {
            int gone = lines.size() - MOST_LINES;
            lines.subList(0, gone).clear();
            top = Math.max(0, top - gone);
            current = Math.max(0, current - gone);
        }
        scrollTo(top);
    }

    boolean isDone() {
        return done;
    }

    void press(Key key) {
        if (asks) {
            type(key);
            return;
        }
        message = "";
        switch (key) {
            case Key.Named named -> scroll(named);
            case Key.Typed typed -> act(typed.character());
        }
    }

    private void scroll(Key.Named key) {
        switch (key) {
            case UP -> leave(top - 1);
            case DOWN -> leave(top + 1);
            case PAGE_UP -> leave(top - page());
            case PAGE_DOWN -> leave(top + page());
            case HOME -> leave(0);
            case END -> follow();
            case ENTER, ERASE, ESCAPE -> scrollTo(top);
        }
    }

    private void act(char key) {
        switch (key) {
            case 'q' -> done = true;
            case 'f' -> follow();
            case '/' -> {
                asks = true;
                searched = "";
            }
            case 'n' -> jump(1, this::isFound);
            case 'N' -> jump(-1, this::isFound);
            case 'e' -> jump(1, line -> line.shown() == Severity.ERROR);
            case 'E' -> jump(-1, line -> line.shown() == Severity.ERROR);
            default -> scrollTo(top);
        }
    }

    private void type(Key key) {
        switch (key) {
            case Key.Typed typed -> searched += typed.character();
            case Key.Named.ERASE -> searched = searched.isEmpty() ? "" : searched.substring(0, searched.length() - 1);
            case Key.Named.ESCAPE -> {
                asks = false;
                searched = "";
            }
            case Key.Named.ENTER -> {
                asks = false;
                long count = lines.stream().filter(this::isFound).count();
                message = searched.isEmpty()
                        ? ""
                        : count == 0 ? texts.text("log.missing", searched) : texts.text("log.found", count, searched);
                // The newest first: what went wrong last is asked for most.
                int last = lastFound();
                if (last >= 0) {
                    current = last;
                    leave(last - page() / 2);
                }
            }
            case Key.Named ignored -> scrollTo(top);
        }
    }

    private int lastFound() {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (isFound(lines.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private boolean isFound(LogLine line) {
        return !searched.isEmpty() && line.text().toLowerCase(Locale.ROOT).contains(searched.toLowerCase(Locale.ROOT));
    }

    /** From the line that was found last, around the end. */
    private void jump(int direction, Predicate<LogLine> wanted) {
        for (int step = 1; step <= lines.size(); step++) {
            int at = Math.floorMod(current + step * direction, lines.size());
            if (wanted.test(lines.get(at))) {
                current = at;
                leave(at - page() / 2);
                return;
            }
        }
    }

    private void follow() {
        follows = true;
        scrollTo(top);
    }

    private void leave(int newTop) {
        follows = false;
        scrollTo(newTop);
    }

    private void scrollTo(int wanted) {
        int last = Math.max(0, lines.size() - page());
        top = follows ? last : Math.clamp(wanted, 0, last);
    }

    /** Two rows are below the lines: a state and the keys. */
    private int page() {
        return rows - 2;
    }

    /** The whole screen, to be written from its upper left corner. */
    String draw() {
        StringBuilder out = new StringBuilder("\033[H");
        for (int row = 0; row < page(); row++) {
            int at = top + row;
            String line = at < lines.size()
                    ? shown(lines.get(at))
                    : lines.isEmpty() && row == 0 ? cut(texts.text("log.empty")) : "";
            out.append(line).append("\033[K\r\n");
        }
        String state = asks
                ? texts.text("log.search") + " " + searched
                : "%d-%d / %d  %s  %s"
                        .formatted(
                                Math.min(top + 1, lines.size()),
                                Math.min(top + page(), lines.size()),
                                lines.size(),
                                texts.text(follows ? "log.follows" : "log.paused"),
                                message);
        out.append(FOUND).append(cut(state)).append(PLAIN).append("\033[K\r\n");
        return out.append(cut(texts.text("log.keys"))).append("\033[K").toString();
    }

    private String shown(LogLine line) {
        String text = cut(line.clock() + " " + line.text());
        String colour = switch (line.shown()) {
            case ERROR -> RED;
            case WARNING -> YELLOW;
            case INFORMATION -> "";
        };
        int at = searched.isEmpty() ? -1 : text.toLowerCase(Locale.ROOT).indexOf(searched.toLowerCase(Locale.ROOT));
        String marked = at < 0
                ? text
                : text.substring(0, at)
                        + FOUND
                        + text.substring(at, at + searched.length())
                        + PLAIN
                        + colour
                        + text.substring(at + searched.length());
        return colour + marked + (colour.isEmpty() && at < 0 ? "" : PLAIN);
    }

    private String cut(String text) {
        return text.length() < columns ? text : text.substring(0, columns - 2) + "…";
    }
}

package dev.slipway.cli;

import java.io.PrintWriter;

/** One line that is written over and over while a person watches; silent where nobody does. */
final class ProgressLine implements AutoCloseable {
    private static final int BAR = 24;
    private static final int TEXT = 80;

    private final PrintWriter err;
    private final boolean shown;
    private boolean open;

    ProgressLine(Terminal terminal, boolean wanted) {
        this.err = terminal.err();
        this.shown = wanted && terminal.isAttended();
    }

    /** @param percent 0 to 100 */
    void show(int percent, String title, String text) {
        if (!shown) {
            return;
        }
        int filled = Math.clamp(percent, 0, 100) * BAR / 100;
        String line = text.isEmpty() ? title : title + ": " + text;
        err.printf(
                "\r\033[K[%s%s] %3d %%  %s",
                "#".repeat(filled),
                "-".repeat(BAR - filled),
                percent,
                line.length() > TEXT ? line.substring(0, TEXT) : line);
        err.flush();
        open = true;
    }

    @Override
    public void close() {
        if (open) {
            err.print("\r\033[K");
            err.flush();
            open = false;
        }
    }
}

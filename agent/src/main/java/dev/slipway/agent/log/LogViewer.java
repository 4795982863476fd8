package dev.slipway.agent.log;

import dev.slipway.agent.text.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The log viewer (BOOT-8): shows the run's log on a console while it grows. It reads only and runs nothing, so that it may stand open to
 * whoever sits at the machine.
 */
public final class LogViewer {
    private static final Duration LOOK = Duration.ofMillis(400);
    private static final int SECONDS = 5;
    private static final int TURNS_OF_A_SIZE = 20;
    private final LogTail tail;
    private final LogScreen screen;
    private final PrintStream out;

    public LogViewer(Path file, Texts texts, PrintStream out) {
        this.tail = new LogTail(file);
        this.screen = new LogScreen(texts);
        this.out = out;
    }

    /** Draws one screen and ends, for a terminal that cannot be steered. */
    public void once() throws IOException {
        screen.add(tail.read());
        out.println(screen.draw().replace("\033[H", "").replace("\033[K", "").replace("\r", ""));
        out.flush();
    }

    /** Until {@code q} is pressed or the terminal is gone. */
    public void run(InputStream in) throws IOException, InterruptedException {
        stty("-icanon", "-echo", "min", "1");
        try {
            Keyboard keyboard = new Keyboard(in);
            out.print("\033[2J");
            String drawn = "";
            for (int turn = 0; !screen.isDone() && !keyboard.isClosed(); turn++) {
                if (turn % TURNS_OF_A_SIZE == 0) {
                    fit();
                }
                screen.add(tail.read());
                String now = screen.draw();
                if (!now.equals(drawn)) {
                    out.print(now);
                    out.flush();
                    drawn = now;
                }
                keyboard.read(LOOK).ifPresent(screen::press);
            }
        } finally {
            out.print("\033[2J\033[H\033[0m");
            out.flush();
            stty("icanon", "echo");
        }
    }

    private void fit() throws IOException, InterruptedException {
        String[] size = stty("size").strip().split(" ");
        if (size.length == 2 && size[0].matches("[1-9][0-9]{0,3}") && size[1].matches("[1-9][0-9]{0,3}")) {
            screen.size(Integer.parseInt(size[0]), Integer.parseInt(size[1]));
        }
    }

    /** Java has no way to a terminal's settings. */
    private static String stty(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process stty = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!stty.waitFor(SECONDS, TimeUnit.SECONDS)) {
            stty.destroyForcibly();
        }
        return text;
    }
}

package dev.slipway.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.text.Texts;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("BOOT-8")
class LogScreenTest {
    private static final Instant TIME = Instant.parse("2026-11-21T08:30:00Z");
    private final LogScreen screen = new LogScreen(Texts.NEUTRAL);

    @BeforeEach
    void size() {
        screen.size(7, 60);
    }

    private void add(Severity severity, String... texts) {
        for (String text : texts) {
            screen.add(List.of(LogLine.of(TIME, severity, text)));
        }
    }

    private void numbered(int count) {
        IntStream.range(0, count).forEach(i -> add(Severity.INFORMATION, "line " + i));
    }

    private void type(String text) {
        text.chars().forEach(c -> screen.press(new Key.Typed((char) c)));
    }

    @Test
    void errorsAreRedAndWarningsYellowByTheirSeverityOrTheirWords() {
        add(Severity.ERROR, "Step 2 ended");
        add(Severity.INFORMATION, "mount failed", "warning: slow disk", "terrors of the sea");
        assertThat(screen.draw())
                .contains("\033[1;31m08:30:00 Step 2 ended")
                .contains("\033[1;31m08:30:00 mount failed")
                .contains("\033[1;33m08:30:00 warning: slow disk")
                .contains("08:30:00 terrors of the sea")
                .doesNotContain("m08:30:00 terrors");
    }

    @Test
    void theNewestLinesAreFollowedUntilSomebodyScrolls() {
        numbered(20);
        assertThat(screen.draw()).contains("line 19", "follows").doesNotContain("line 14");
        screen.press(Key.Named.UP);
        numbered(3);
        assertThat(screen.draw()).contains("line 14", "paused").doesNotContain("line 19");
        screen.press(Key.Named.HOME);
        assertThat(screen.draw()).contains("line 0", "1-5 / 23");
        screen.press(Key.Named.PAGE_DOWN);
        assertThat(screen.draw()).contains("line 5", "line 9").doesNotContain("line 4\033");
        screen.press(Key.Named.END);
        assertThat(screen.draw()).contains("19-23 / 23", "follows");
    }

    @Test
    void aSearchMarksWhatItFindsAndGoesFromOneToTheNext() {
        numbered(50);
        add(Severity.INFORMATION, "disk sda is gone");
        numbered(50);
        type("/SDA");
        assertThat(screen.draw()).contains("Search for: SDA");
        screen.press(Key.Named.ENTER);
        assertThat(screen.draw()).contains("disk \033[7msda\033[0m is gone", "1 lines contain \"SDA\"");
        type("/nowhere");
        screen.press(Key.Named.ENTER);
        assertThat(screen.draw()).contains("Nothing contains \"nowhere\"");
    }

    @Test
    void eGoesFromErrorToError() {
        add(Severity.ERROR, "the first trouble");
        numbered(30);
        add(Severity.ERROR, "the second trouble");
        numbered(30);
        type("e");
        assertThat(screen.draw()).contains("the second trouble");
        type("e");
        assertThat(screen.draw()).contains("the first trouble");
    }

    @Test
    void aLineCannotSteerTheTerminal() {
        add(Severity.INFORMATION, "evil \033[2J\u009b2J text");
        assertThat(screen.draw()).doesNotContain("\033[2J").doesNotContain("\u009b");
    }

    @Test
    void itSpeaksTheLanguageOfTheMachine() {
        assertThat(new LogScreen(Texts.in(List.of(), "1036")).draw()).contains("Rien n'a encore été consigné.");
    }
}

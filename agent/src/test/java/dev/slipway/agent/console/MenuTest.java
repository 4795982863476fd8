package dev.slipway.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.Assignments.Offer;
import dev.slipway.protocol.Assignments.Purpose;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ENG-13")
class MenuTest {
    private static final List<Offer> OFFERS = List.of(
            new Offer("D1", "SLP00001", "Debian desktop", "for offices", Purpose.AVAILABLE),
            new Offer("D2", "SLP00002", "Debian server", "", Purpose.AVAILABLE));

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final Console console;

    MenuTest() throws IOException {
        console = new Console(new PipedInputStream(keyboard), new PrintStream(screen, true, StandardCharsets.UTF_8));
    }

    @Test
    void theNumberTypedChoosesTheSequence() throws Exception {
        type("2\r\n");

        assertThat(choose()).isEqualTo(new Menu.Choice.Start(OFFERS.get(1)));
        assertThat(shown()).contains("1  Debian desktop - for offices").contains("2  Debian server");
    }

    @Test
    void whatIsNoChoiceIsAskedAgain() throws Exception {
        type("x\n9\n\n1\n");

        assertThat(choose()).isEqualTo(new Menu.Choice.Start(OFFERS.get(0)));
        assertThat(shown()).contains("'9' is no choice");
    }

    @Test
    void zeroStartsFromTheDisk() throws Exception {
        type("0\n");

        assertThat(choose()).isEqualTo(new Menu.Choice.StartFromDisk());
    }

    @Test
    void nothingStartsByItself() {
        CompletableFuture<Menu.Choice> choice = later();

        assertThat(choice.orTimeout(1500, TimeUnit.MILLISECONDS)).failsWithin(Duration.ofSeconds(5));
    }

    @Test
    void withoutAKeyboardTheMenuGivesUp() throws Exception {
        keyboard.close();

        assertThat(choose()).isEqualTo(new Menu.Choice.NoKeyboard());
    }

    @Test
    void controlCharactersInANameDoNotReachTheTerminal() throws Exception {
        console.say("evil \u001b[2J name");

        assertThat(shown()).doesNotContain("\u001b");
    }

    private Menu.Choice choose() throws InterruptedException, ExecutionException, TimeoutException {
        return later().get(20, TimeUnit.SECONDS);
    }

    private CompletableFuture<Menu.Choice> later() {
        CompletableFuture<Menu.Choice> choice = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                choice.complete(new Menu(console).choose(OFFERS));
            } catch (InterruptedException e) {
                choice.completeExceptionally(e);
            }
        });
        return choice;
    }

    private void type(String text) throws IOException {
        keyboard.write(text.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private String shown() {
        return screen.toString(StandardCharsets.UTF_8);
    }
}

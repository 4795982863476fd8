package dev.slipway.agent.console;

import dev.slipway.protocol.Assignments.Offer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lets a person choose among the task sequences (ENG-13). It waits as long as it takes: nothing starts by itself. */
public final class Menu {
    private static final Duration WAIT = Duration.ofSeconds(1);
    private final Console console;

    public Menu(Console console) {
        this.console = console;
    }

    /** What was chosen. */
    public sealed interface Choice {
        record Start(Offer offer) implements Choice {}

        /** Leave the machine as it is. */
        record StartFromDisk() implements Choice {}

        /** Nobody can type: ask the site again later. */
        record NoKeyboard() implements Choice {}
    }

    public Choice choose(List<Offer> offers) throws InterruptedException {
        show(offers);
        while (true) {
            Optional<String> line = console.readLine(WAIT);
            if (line.isPresent()) {
                Optional<Choice> choice = parse(line.get().strip(), offers);
                if (choice.isPresent()) {
                    return choice.get();
                }
                console.print(console.text("menu.wrong", line.get().strip(), offers.size()));
            } else if (console.isClosed()) {
                return new Choice.NoKeyboard();
            }
        }
    }

    private void show(List<Offer> offers) {
        console.print("");
        console.print(console.text("menu.title"));
        for (int i = 0; i < offers.size(); i++) {
            Offer offer = offers.get(i);
            String description = offer.description().isBlank() ? "" : " - " + offer.description();
            console.print("  " + (i + 1) + "  " + offer.sequenceName() + description);
        }
        console.print("  0  " + console.text("menu.disk"));
        console.print(console.text("menu.ask"));
    }

    private static Optional<Choice> parse(String text, List<Offer> offers) {
        if (!text.matches("\\d{1,4}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(text);
        if (number == 0) {
            return Optional.of(new Choice.StartFromDisk());
        }
        return number <= offers.size() ? Optional.of(new Choice.Start(offers.get(number - 1))) : Optional.empty();
    }
}

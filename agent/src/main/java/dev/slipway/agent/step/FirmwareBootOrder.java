package dev.slipway.agent.step;

import dev.slipway.agent.command.Command;
import dev.slipway.agent.command.CommandResult;
import dev.slipway.agent.command.Commands;
import dev.slipway.sequence.Restart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * UEFI's boot entries through efibootmgr. A machine that fails to be told starts as its order says, and the network boot sends it where it belongs, so
 * nothing here fails a step.
 */
public final class FirmwareBootOrder {
    /** The label that Apply Operating System gives its entry. */
    public static final String INSTALLED_SYSTEM = "Slipway installed system";

    private static final Pattern CURRENT = Pattern.compile("BootCurrent: ([0-9A-F]{4})");
    private static final Pattern ORDER = Pattern.compile("BootOrder: ([0-9A-F,]+)");
    private static final Pattern ENTRY = Pattern.compile("Boot([0-9A-F]{4})\\*? (.*)");

    private final Commands commands;

    FirmwareBootOrder(Commands commands) {
        this.commands = commands;
    }

    /**
     * The firmware's entries.
     *
     * @param current the number of the one it started from; empty when it does not say
     * @param order numbers in the order of attempts
     */
    public record Entries(Optional<String> current, List<String> order, List<Entry> entries) {
        public static Entries parse(List<String> lines) {
            Optional<String> current = Optional.empty();
            List<String> order = List.of();
            List<Entry> entries = new ArrayList<>();
            for (String line : lines) {
                Matcher currently = CURRENT.matcher(line);
                Matcher ordered = ORDER.matcher(line);
                Matcher entry = ENTRY.matcher(line);
                if (currently.matches()) {
                    current = Optional.of(currently.group(1));
                } else if (ordered.matches()) {
                    order = List.of(ordered.group(1).split(","));
                } else if (entry.matches()) {
                    entries.add(new Entry(entry.group(1), entry.group(2)));
                }
            }
            return new Entries(current, order, entries);
        }

        public boolean isNetwork(String number) {
            return entries.stream().anyMatch(entry -> entry.number().equals(number) && entry.isNetwork());
        }
    }

    /** @param number four hex digits */
    public record Entry(String number, String text) {
        boolean isNetwork() {
            String lower = text.toLowerCase(Locale.ROOT);
            return lower.contains("pxe") || lower.contains("ipv4") || lower.contains("http") || lower.contains("mac(");
        }
    }

    /** Chooses what the firmware starts next, once. The boot environment's entry is the current one when it came from the network. */
    void startNext(Restart.Target target, Consumer<String> log) throws InterruptedException {
        try {
            CommandResult listed = commands.run(Command.of("efibootmgr", "-v"), line -> {});
            if (!listed.succeeded()) {
                log.accept("The firmware's boot entries cannot be read; its own order decides: " + listed.output());
                return;
            }
            Entries entries = Entries.parse(listed.lastLines());
            Optional<Entry> next = choose(entries, target);
            if (next.isEmpty()) {
                log.accept("No boot entry of the firmware fits; its own order decides.");
                return;
            }
            log.accept("The firmware starts '" + next.get().text() + "' next.");
            commands.require(Command.of("efibootmgr", "-q", "-n", next.get().number()), log);
        } catch (IOException e) {
            log.accept("The firmware could not be told what to start next; its own order decides: " + e.getMessage());
        }
    }

    static Optional<Entry> choose(Entries entries, Restart.Target target) {
        return switch (target) {
            case HD ->
                entries.entries().stream()
                        .filter(entry -> entry.text().startsWith(INSTALLED_SYSTEM)
                                || entry.text().startsWith("Windows Boot Manager"))
                        .findFirst();
            case WINPE ->
                entries.entries().stream()
                        .filter(entry ->
                                entries.current().filter(entry.number()::equals).isPresent() && entry.isNetwork())
                        .findFirst()
                        .or(() -> entries.entries().stream()
                                .filter(Entry::isNetwork)
                                .findFirst());
        };
    }
}

package dev.slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Waits until what was begun at distribution points has ended there; they work on their own, whoever waits. */
final class ContentWait {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Option(names = "--wait", description = "Return when the points are done. Exit code 1: one of them failed.")
    boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "MINUTES",
            defaultValue = "0",
            description = "With --wait: give up after this many minutes (exit code 1); 0: never.")
    int minutes;

    /**
     * @param begun the points at which something was begun, by package
     * @return how it stands there at the end; a point from which a package was removed is not among them
     */
    List<JsonNode> untilDone(SiteClient client, Terminal terminal, boolean quiet, Map<String, Set<String>> begun)
            throws CommandException, InterruptedException {
        Instant begin = Instant.now();
        try (ProgressLine progress = new ProgressLine(terminal, !quiet)) {
            while (true) {
                List<JsonNode> rows = rows(client, begun);
                List<JsonNode> busy = rows.stream().filter(row -> !isDone(row)).toList();
                if (busy.isEmpty()) {
                    return rows;
                }
                if (minutes > 0 && Duration.between(begin, Instant.now()).toMinutes() >= minutes) {
                    throw new CommandException(
                            ExitCode.REFUSED,
                            "wait-timeout",
                            "After " + minutes + " minutes these points are not done: " + names(busy)
                                    + ". They go on; see slipway content status.");
                }
                long percent = 100L * (rows.size() - busy.size())
                        + busy.stream()
                                .mapToLong(row -> Fields.number(row, "percent"))
                                .sum();
                progress.show((int) (percent / rows.size()), "To do", names(busy));
                Thread.sleep(PAUSE);
            }
        }
    }

    private static List<JsonNode> rows(SiteClient client, Map<String, Set<String>> begun)
            throws CommandException, InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        for (Map.Entry<String, Set<String>> one : begun.entrySet()) {
            Fields.items(client.get(Kind.CONTENT.path(client, one.getKey())), "points").stream()
                    .filter(row -> one.getValue().contains(Fields.text(row, "pointId")))
                    .forEach(rows::add);
        }
        return rows;
    }

    static void requireSuccess(List<JsonNode> rows) throws CommandException {
        List<JsonNode> failed = rows.stream()
                .filter(row -> Fields.text(row, "tab").equals("ERROR"))
                .toList();
        if (!failed.isEmpty()) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    "distribution-failed",
                    "It failed at " + names(failed) + ": " + Fields.text(failed.getFirst(), "why"));
        }
    }

    private static boolean isDone(JsonNode row) {
        String tab = Fields.text(row, "tab");
        return tab.equals("SUCCESS") || tab.equals("ERROR");
    }

    private static String names(List<JsonNode> rows) {
        return rows.stream().map(row -> Fields.text(row, "pointName")).collect(Collectors.joining(", "));
    }
}

package dev.slipway.cli;

import java.time.Duration;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Follows an operation to its end, unless the command that began it is told not to wait. */
final class OperationWatch {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    @Option(names = "--no-wait", description = "Print the operation and return at once.")
    boolean noWait;

    ExitCode orReturn(SiteClient client, Printer printer, Terminal terminal, JsonNode operation)
            throws CommandException, InterruptedException {
        if (noWait) {
            printer.done(
                    operation,
                    "Operation " + Fields.text(operation, "id") + " has begun: " + Fields.text(operation, "title")
                            + ".");
            return ExitCode.OK;
        }
        return follow(client, printer, terminal, operation);
    }

    /** @return OK when it succeeded; a failed one throws with the operation's own code */
    static ExitCode follow(SiteClient client, Printer printer, Terminal terminal, JsonNode begun)
            throws CommandException, InterruptedException {
        String path = Kind.OPERATION.path(client, Fields.text(begun, "id"));
        Duration pause = FIRST_PAUSE;
        try (ProgressLine progress = new ProgressLine(terminal, !printer.json())) {
            while (true) {
                JsonNode operation = client.get(path);
                String state = Fields.text(operation, "state");
                if (!state.equals("QUEUED") && !state.equals("RUNNING")) {
                    progress.close();
                    return ended(operation, state, printer);
                }
                progress.show(
                        (int) Fields.number(operation, "percent"),
                        Fields.text(operation, "title"),
                        Fields.text(operation, "message"));
                Thread.sleep(pause);
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
            }
        }
    }

    private static ExitCode ended(JsonNode operation, String state, Printer printer) throws CommandException {
        if (state.equals("SUCCEEDED")) {
            String subject = Fields.text(operation, "subject");
            String took = Fields.span(operation, "startedAt", "finishedAt");
            printer.done(
                    operation,
                    Fields.text(operation, "title") + ": done" + (took.isEmpty() ? "" : " in " + took)
                            + (subject.isEmpty() ? "." : ", " + subject + "."));
            String result = Fields.text(operation, "message");
            if (!printer.json() && !result.isEmpty()) {
                printer.say(result);
            }
            return ExitCode.OK;
        }
        if (printer.json()) {
            printer.document(operation);
        }
        String code = Fields.text(operation, "errorCode");
        throw new CommandException(
                ExitCode.REFUSED,
                code.isEmpty() ? "operation-" + Readable.word(state) : code,
                Fields.text(operation, "title") + ": " + Fields.text(operation, "message"));
    }
}

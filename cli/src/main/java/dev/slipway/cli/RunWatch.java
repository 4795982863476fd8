package dev.slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Follows a run: one line for each step that begins or ends, a progress line where a person watches. */
final class RunWatch {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Set<String> ENDS = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

    private final SiteClient client;
    private final Printer printer;
    private final Terminal terminal;
    private final String address;
    private final boolean log;
    private final Duration timeout;
    private final LogReader logReader;
    private final Map<Long, String> seen = new HashMap<>();
    private String lastState = "";

    /** @param timeout zero waits for ever */
    RunWatch(SiteClient client, Printer printer, Terminal terminal, String address, boolean log, Duration timeout) {
        this.client = client;
        this.printer = printer;
        this.terminal = terminal;
        this.address = address;
        this.log = log;
        this.timeout = timeout;
        this.logReader = new LogReader(client, printer, address + "/log");
    }

    ExitCode follow() throws CommandException, InterruptedException {
        Instant begin = Instant.now();
        try (ProgressLine progress = new ProgressLine(terminal, !printer.json())) {
            while (true) {
                JsonNode run = client.get(address);
                showSteps(run, progress);
                if (log) {
                    progress.close();
                    logReader.readToEnd();
                }
                String state = Fields.text(run, "state");
                if (ENDS.contains(state)) {
                    progress.close();
                    return ended(run, state);
                }
                if (!timeout.isZero() && Duration.between(begin, Instant.now()).compareTo(timeout) > 0) {
                    throw new CommandException(
                            ExitCode.REFUSED,
                            "watch-timeout",
                            "The run goes on after " + timeout.toMinutes() + " minutes.");
                }
                JsonNode step = run.path("currentStep");
                progress.show(
                        (int) Fields.number(run, "percent"), Fields.text(step, "name"), Fields.text(step, "text"));
                Thread.sleep(PAUSE);
            }
        }
    }

    private void showSteps(JsonNode run, ProgressLine progress) throws CommandException, InterruptedException {
        String state = Fields.text(run, "state");
        boolean changed = !state.equals(lastState);
        for (JsonNode step : client.get(address + "/steps").path("items")) {
            String now = Fields.text(step, "state");
            String before = seen.put(Fields.number(step, "step"), now);
            if (!now.equals(before == null ? "WAITING" : before)) {
                changed = true;
                progress.close();
                printer.say(line(run, step, now));
            }
        }
        if (changed && printer.json()) {
            printer.line(run);
        }
        if (!state.equals(lastState) && (state.equals("RESTARTING") || state.equals("INTERRUPTED"))) {
            progress.close();
            printer.say("The machine is " + Readable.word(state) + ".");
        }
        lastState = state;
    }

    private static String line(JsonNode run, JsonNode step, String state) {
        String number = step.has("ordinal")
                ? "[" + Fields.number(step, "ordinal") + "/" + Fields.number(run, "stepCount") + "] "
                : "";
        String text = number + Fields.text(step, "name") + ": ";
        return switch (state) {
            case "RUNNING" -> text + "begins";
            case "SUCCEEDED" -> text + "done in " + Fields.span(step, "startedAt", "finishedAt");
            case "SKIPPED" -> text + "skipped, " + Fields.text(step, "message");
            case "FAILED" ->
                text + "failed with exit code " + Fields.number(step, "exitCode") + ", " + Fields.text(step, "message")
                        + (Fields.flag(step, "continued") ? " (continues)" : "");
            default -> text + Readable.word(state);
        };
    }

    private ExitCode ended(JsonNode run, String state) {
        String message = Fields.text(run, "message");
        printer.say(Fields.text(run, "sequenceName") + " on " + Fields.text(run, "deviceName") + ": "
                + Readable.word(state) + " after " + Fields.span(run, "startedAt", "finishedAt")
                + (message.isEmpty() ? "." : ". " + message));
        return state.equals("SUCCEEDED") ? ExitCode.OK : ExitCode.RUN_FAILED;
    }
}

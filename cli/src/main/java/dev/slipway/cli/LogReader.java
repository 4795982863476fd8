package dev.slipway.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Prints a log from where it stopped the last time. */
final class LogReader {
    private static final int PAGE = 1000;

    private final SiteClient client;
    private final Printer printer;
    private final String path;
    private long after;

    LogReader(SiteClient client, Printer printer, String path) {
        this.client = client;
        this.printer = printer;
        this.path = path;
    }

    void readToEnd() throws CommandException, InterruptedException {
        int count;
        do {
            count = 0;
            for (JsonNode line :
                    client.get(path + "?after=" + after + "&limit=" + PAGE).path("items")) {
                after = Math.max(after, Fields.number(line, "number"));
                count++;
                if (printer.json()) {
                    printer.line(line);
                } else {
                    printer.say(Readable.time(Fields.text(line, "time")) + "  " + Fields.text(line, "text"));
                }
            }
        } while (count == PAGE);
    }

    @Command(name = "log", description = "Print its log.")
    static final class Print extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            new LogReader(client, printer, path + "/log").readToEnd();
            return ExitCode.OK;
        }
    }
}

package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Changes what all packages have in common. */
abstract class SetPackage extends ObjectCommand {
    @Option(names = "--name")
    @Nullable
    String name;

    @Option(
            names = {"--content-version", "--image-version", "--software-version"},
            paramLabel = "VERSION",
            description = "A free text.")
    @Nullable
    String version;

    @Option(names = "--comment")
    @Nullable
    String comment;

    @Option(names = {"--manufacturer", "--publisher"})
    @Nullable
    String manufacturer;

    @Option(names = "--language")
    @Nullable
    String language;

    @Option(names = "--architecture")
    @Nullable
    String architecture;

    @Option(names = "--source", paramLabel = "SOURCE", description = "Where a later refresh looks.")
    @Nullable
    String source;

    @Option(names = "--source-account", paramLabel = "NAME", description = "Who opens the share; empty for nobody.")
    @Nullable
    String sourceAccount;

    @Option(names = "--priority", description = "${COMPLETION-CANDIDATES}: which package travels first.")
    @Nullable
    Priority priority;

    @Option(names = "--keep-versions", paramLabel = "NUMBER", description = "The current one counted.")
    @Nullable
    Integer keepVersions;

    @Option(names = "--refresh", description = "${COMPLETION-CANDIDATES}: how often the source is compared.")
    @Nullable
    Schedule refresh;

    @Option(
            names = "--prestage",
            description = "${COMPLETION-CANDIDATES}: what points behind a thin line fetch by themselves.")
    @Nullable
    Prestage prestage;

    @Option(
            names = "--on-demand",
            paramLabel = "true|false",
            description = "Points fetch it when a machine asks for it.")
    @Nullable
    Boolean onDemand;

    enum Priority {
        high,
        medium,
        low
    }

    enum Schedule {
        never,
        daily,
        weekly
    }

    enum Prestage {
        automatic,
        changes_only,
        manual
    }

    /** Fields that only this kind has. */
    Map<String, Object> more() {
        return Map.of();
    }

    @Override
    ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>(more());
        Fields.putIfGiven(body, "name", name);
        Fields.putIfGiven(body, "version", version);
        Fields.putIfGiven(body, "comment", comment);
        Fields.putIfGiven(body, "manufacturer", manufacturer);
        Fields.putIfGiven(body, "language", language);
        Fields.putIfGiven(body, "architecture", architecture);
        Fields.putIfGiven(body, "sourcePath", source == null ? null : Sources.path(source));
        Fields.putIfGiven(body, "sourceAccount", sourceAccount);
        Fields.putIfGiven(body, "priority", Fields.constant(priority));
        Fields.putIfGiven(body, "refreshSchedule", Fields.constant(refresh));
        Fields.putIfGiven(body, "prestage", Fields.constant(prestage));
        Fields.putIfGiven(body, "keepVersions", keepVersions);
        Fields.putIfGiven(body, "onDemand", onDemand);
        JsonNode answer = client.patch(path, body);
        printer.done(answer, "Changed " + Fields.text(answer, "name") + ".");
        return ExitCode.OK;
    }
}

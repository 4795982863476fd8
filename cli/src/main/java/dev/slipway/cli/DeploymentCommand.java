package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "deployment",
        description = "Task sequences offered to collections.",
        subcommands = {
            DeploymentCommand.Create.class,
            DeploymentCommand.ListAll.class,
            DeploymentCommand.Show.class,
            DeploymentCommand.Enable.class,
            DeploymentCommand.Disable.class,
            DeploymentCommand.Remove.class
        })
final class DeploymentCommand implements KindCommand {

    @Override
    public Kind kind() {
        return Kind.DEPLOYMENT;
    }

    @Command(
            name = "create",
            description = "Deploy a task sequence to a collection.",
            footerHeading = Main.EXAMPLES,
            footer = {
                "  slipway deployment create \"Deploy Debian\" \"All Unknown Computers\" --available-to media-pxe",
                "  slipway deployment create \"Deploy Debian\" Office --required"
            })
    static final class Create extends SiteCommand {
        @Parameters(index = "0", paramLabel = "SEQUENCE", description = "Identifier or name.")
        String sequence = "";

        @Parameters(index = "1", paramLabel = "COLLECTION", description = "Identifier or name.")
        String collection = "";

        @Option(
                names = "--required",
                description = "Machines start it by themselves; else a person chooses it in the menu.")
        boolean required;

        @Option(
                names = "--available-to",
                paramLabel = "WHOM",
                defaultValue = "clients-media-pxe",
                description = "clients, clients-media-pxe, media-pxe or media-pxe-hidden. Default: ${DEFAULT-VALUE}.")
        String availableTo = "clients-media-pxe";

        @Option(
                names = "--download-first",
                description = "Machines download everything before the first step; only with --available-to clients.")
        boolean downloadFirst;

        @Option(names = "--comment", description = "A free text.")
        @Nullable
        String comment;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("sequenceId", Kind.TASK_SEQUENCE.id(client, sequence));
            body.put("collectionId", Kind.COLLECTION.id(client, collection));
            body.put("purpose", required ? "REQUIRED" : "AVAILABLE");
            body.put("availableTo", SettingsCommand.constant(availableTo));
            body.put("contentOption", downloadFirst ? "BEFORE_START" : "WHEN_NEEDED");
            Fields.putIfGiven(body, "comment", comment);
            JsonNode answer = client.post("/deployments", body);
            printer.done(
                    answer,
                    "Created " + Fields.text(answer, "id") + ": " + Fields.text(answer, "sequenceName") + " to "
                            + Fields.text(answer, "collectionName") + ", "
                            + Readable.word(Fields.text(answer, "purpose")) + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "list", description = "List deployments, the newest first.")
    static final class ListAll extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/deployments"),
                    new Table()
                            .text("ID", "id")
                            .text("SEQUENCE", "sequenceName")
                            .text("COLLECTION", "collectionName")
                            .word("PURPOSE", "purpose")
                            .column("STATE", deployment -> Fields.flag(deployment, "enabled") ? "enabled" : "disabled")
                            .number("SUCCESS", deployment -> count(deployment, "success"))
                            .number("RUNNING", deployment -> count(deployment, "inProgress"))
                            .number("ERROR", deployment -> count(deployment, "error"))
                            .time("CREATED", "createdAt"),
                    "No deployments.");
            return ExitCode.OK;
        }
    }

    private static String count(JsonNode deployment, String state) {
        return String.valueOf(Fields.number(deployment.path("counts"), state));
    }

    @Command(name = "show", description = "Show a deployment and where each device stands.")
    static final class Show extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode found = client.get(path);
            Map<String, String> lines = new LinkedHashMap<>();
            lines.put("Deployment", Fields.text(found, "id"));
            lines.put(
                    "Task sequence",
                    Fields.text(found, "sequenceName") + " (" + Fields.text(found, "sequenceId") + ")");
            lines.put(
                    "Collection",
                    Fields.text(found, "collectionName") + " (" + Fields.text(found, "collectionId") + ")");
            lines.put("Purpose", Readable.word(Fields.text(found, "purpose")));
            lines.put("Available to", Readable.word(Fields.text(found, "availableTo")));
            lines.put("Content", Readable.word(Fields.text(found, "contentOption")));
            lines.put("State", Fields.flag(found, "enabled") ? "enabled" : "disabled");
            lines.put("Comment", Fields.text(found, "comment"));
            lines.put(
                    "Created",
                    (Readable.time(Fields.text(found, "createdAt")) + " " + Fields.text(found, "createdBy")).strip());
            printer.details(found, lines);
            printer.rows(
                    client.list(path + "/devices"),
                    new Table()
                            .text("DEVICE", "deviceName")
                            .word("STATE", "state")
                            .text("RUN", "runId")
                            .text("MESSAGE", "message"));
            return ExitCode.OK;
        }
    }

    @Command(name = "enable", description = "Offer deployments again.")
    static final class Enable extends ObjectCommand.Enable {}

    @Command(name = "disable", description = "Offer deployments no more.")
    static final class Disable extends ObjectCommand.Disable {}

    @Command(name = "remove", aliases = "delete", description = "Delete deployments; their runs stay as history.")
    static final class Remove extends ObjectCommand.Remove {}
}

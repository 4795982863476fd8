package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows what packages of all types have in common, then what only those of its kind have. */
abstract class ShowPackage extends ObjectCommand {
    /** Lines below the shared ones. */
    void lines(Map<String, String> lines, JsonNode found) {}

    /** Tables below the lines. */
    void tables(Printer printer, JsonNode found) {}

    @Override
    ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
        JsonNode found = whole(client, path);
        Map<String, String> lines = shared(kind(), found);
        lines(lines, found);
        printer.details(found, lines);
        tables(printer, found);
        return ExitCode.OK;
    }

    /** What the site tells of it as a package, and over that what it tells of it as one of its kind. */
    static ObjectNode whole(SiteClient client, String path) throws CommandException, InterruptedException {
        ObjectNode whole = (ObjectNode) client.get("/packages/" + path.substring(path.lastIndexOf('/') + 1));
        return (ObjectNode) whole.setAll((ObjectNode) client.get(path));
    }

    static Map<String, String> shared(Kind kind, JsonNode found) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(kind.title(), Fields.text(found, "id"));
        lines.put("Name", Fields.text(found, "name"));
        lines.put("Version", Fields.text(found, "version"));
        lines.put("Comment", Fields.text(found, "comment"));
        lines.put("Manufacturer", Fields.text(found, "manufacturer"));
        lines.put("Language", Fields.text(found, "language"));
        lines.put("Architecture", Fields.text(found, "architecture"));
        lines.put("Source", Fields.text(found, "sourcePath"));
        lines.put("Source account", Fields.text(found, "sourceAccount"));
        lines.put("Source site", Fields.text(found, "sourceSite"));
        lines.put(
                "Source version", Fields.number(found, "sourceVersion") + " of " + Fields.number(found, "lastVersion"));
        lines.put("Source date", Readable.time(Fields.text(found, "sourceDate")));
        lines.put("Last refresh", Readable.time(Fields.text(found, "refreshedAt")));
        lines.put("Refresh", Readable.word(Fields.text(found, "refreshSchedule")));
        lines.put("Next refresh", Readable.time(Fields.text(found, "nextRefreshAt")));
        lines.put("Versions to keep", String.valueOf(Fields.number(found, "keepVersions")));
        lines.put("Size", Readable.size(Fields.number(found, "sizeBytes")));
        lines.put("Content", Fields.text(found, "contentId"));
        lines.put("Priority", Readable.word(Fields.text(found, "priority")));
        lines.put("On demand", Fields.flag(found, "onDemand") ? "yes" : "");
        lines.put("Prestage", Readable.word(Fields.text(found, "prestage")));
        lines.put("Folder", Fields.text(found, "folderPath"));
        lines.put("Security scopes", Fields.joined(found, "securityScopes"));
        lines.put(
                "Access accounts",
                Fields.items(found, "accessAccounts").stream()
                        .map(entry -> Fields.text(entry, "account") + "=" + Readable.word(Fields.text(entry, "access")))
                        .collect(Collectors.joining(", ")));
        lines.put("Added", Readable.time(Fields.text(found, "createdAt")));
        lines.put(
                "Used by",
                Fields.items(found, "usedBy").stream()
                        .map(user -> Fields.text(user, "kind") + " " + Fields.text(user, "name"))
                        .collect(Collectors.joining(", ")));
        return lines;
    }
}

package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Which of the library's packages a list shows, and in which order. */
final class PackageFilter {
    @Option(names = "--search", paramLabel = "WORDS", description = "Only those in whose texts all words occur.")
    @Nullable
    String search;

    @Option(
            names = "--sort",
            paramLabel = "FIELD",
            description = "name, id, version, sizeBytes, createdAt …; -FIELD turns the order around.")
    @Nullable
    String sort;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Number or name: only those in this folder; none: those in no folder.")
    @Nullable
    String folder;

    List<JsonNode> list(SiteClient client, Kind kind) throws CommandException, InterruptedException {
        return client.list(kind.list(), query(client, kind));
    }

    /** To which a command may add what only its kind has. */
    Map<String, Object> query(SiteClient client, Kind kind) throws CommandException, InterruptedException {
        Map<String, Object> query = new LinkedHashMap<>();
        Fields.putIfGiven(query, "search", search);
        Fields.putIfGiven(query, "sort", sort);
        if (folder != null) {
            query.put("folder", folder.equals("none") ? folder : FolderCommand.find(client, kind, folder));
        }
        return query;
    }
}

package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** People may name an object by its identifier or by its name. */
final class Lookup {
    private static final Pattern PACKAGE = Pattern.compile("[A-Z0-9]{3}[0-9A-F]{5}|SMS[0-9A-Z]{5}");
    private static final Pattern POINT = Pattern.compile("DP[0-9]{5}|SITE");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private Lookup() {}

    static String image(SiteClient client, String wanted) throws CommandException, InterruptedException {
        return find(client, "/images", "image", wanted, PACKAGE);
    }

    static String bootImage(SiteClient client, String wanted) throws CommandException, InterruptedException {
        return find(client, "/boot-images", "boot image", wanted, PACKAGE);
    }

    static String sequence(SiteClient client, String wanted) throws CommandException, InterruptedException {
        return find(client, "/task-sequences", "task sequence", wanted, PACKAGE);
    }

    static String collection(SiteClient client, String wanted) throws CommandException, InterruptedException {
        return find(client, "/collections", "collection", wanted, PACKAGE);
    }

    static String device(SiteClient client, String wanted) throws CommandException, InterruptedException {
        return find(client, "/devices", "device", wanted, NUMBER);
    }

    static String software(SiteClient client, String list, String noun, String wanted)
            throws CommandException, InterruptedException {
        return find(client, list, noun, wanted, PACKAGE);
    }

    /** Any package that has content. */
    static String content(SiteClient client, String wanted) throws CommandException, InterruptedException {
        return find(client, "/content", "package", wanted, PACKAGE, "packageId");
    }

    static String point(SiteClient client, String wanted) throws CommandException, InterruptedException {
        return find(client, "/distribution-points", "distribution point", wanted, POINT);
    }

    static List<String> points(SiteClient client, List<String> wanted) throws CommandException, InterruptedException {
        List<String> ids = new ArrayList<>();
        for (String point : wanted) {
            ids.add(point(client, point));
        }
        return ids;
    }

    static String pointGroup(SiteClient client, String wanted) throws CommandException, InterruptedException {
        return find(client, "/point-groups", "point group", wanted, Pattern.compile("PG[0-9]{5}"));
    }

    static String boundaryGroup(SiteClient client, String wanted) throws CommandException, InterruptedException {
        return find(client, "/boundary-groups", "boundary group", wanted, Pattern.compile("BG[0-9]{5}"));
    }

    private static String find(SiteClient client, String list, String kind, String wanted, Pattern identifier)
            throws CommandException, InterruptedException {
        return find(client, list, kind, wanted, identifier, "id");
    }

    private static String find(
            SiteClient client, String list, String kind, String wanted, Pattern identifier, String key)
            throws CommandException, InterruptedException {
        if (identifier.matcher(wanted).matches()) {
            return SiteClient.segment(wanted);
        }
        List<JsonNode> found = client.list(list).stream()
                .filter(item -> Fields.text(item, "name").equalsIgnoreCase(wanted))
                .toList();
        if (found.isEmpty()) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    kind.replace(' ', '-') + "-not-found",
                    "There is no " + kind + " named \"" + wanted + "\".");
        }
        if (found.size() > 1) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    "name-ambiguous",
                    found.size() + " " + kind + "s are named \"" + wanted + "\"; give the identifier: "
                            + String.join(
                                    ", ",
                                    found.stream()
                                            .map(item -> Fields.text(item, key))
                                            .toList()));
        }
        return SiteClient.segment(Fields.text(found.getFirst(), key));
    }
}

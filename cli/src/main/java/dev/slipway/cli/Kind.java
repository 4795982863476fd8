package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What people name by its identifier or by its name, and the list of the API in which it stands. */
enum Kind {
    OS_IMAGE("/images", "image"),
    OS_UPGRADE_PACKAGE("/upgrade-packages", "upgrade package"),
    BOOT_IMAGE("/boot-images", "boot image"),
    APPLICATION("/applications", "application"),
    SOFTWARE_PACKAGE("/software-packages", "package"),
    DRIVER("/drivers", "driver"),
    DRIVER_PACKAGE("/driver-packages", "driver package"),
    TASK_SEQUENCE("/task-sequences", "task sequence"),
    /** Any package that has content. */
    CONTENT("/content", "package", Kind.PACKAGE, "packageId"),
    COLLECTION("/collections", "collection"),
    SECURITY_SCOPE("/security-scopes", "security scope", "SC[0-9]{5}|SMS00[A-Z]{3}", "id"),
    ACCOUNT("/accounts", "account", Kind.ANYTHING, "name"),
    SOURCE_ACCOUNT("/source-accounts", "source account", Kind.ANYTHING, "name"),
    /** These three have no name of their own. */
    DEPLOYMENT("/deployments", "deployment", Kind.ANYTHING, "id"),
    RUN("/runs", "run", Kind.ANYTHING, "id"),
    OPERATION("/operations", "operation", Kind.ANYTHING, "id"),
    DEVICE("/devices", "device", "[0-9]{1,18}", "id"),
    POINT("/distribution-points", "distribution point", "DP[0-9]{5}|SITE", "id"),
    POINT_GROUP("/point-groups", "point group", "PG[0-9]{5}", "id"),
    BOUNDARY_GROUP("/boundary-groups", "boundary group", "BG[0-9]{5}", "id");

    private static final String ANYTHING = "(?s).*";
    private static final String PACKAGE = "[A-Z0-9]{3}[0-9A-F]{5}|SMS[0-9A-Z]{5}";

    private final String list;
    private final String noun;
    private final Pattern identifier;
    private final String key;

    Kind(String list, String noun) {
        this(list, noun, Kind.PACKAGE, "id");
    }

    Kind(String list, String noun, String identifier, String key) {
        this.list = list;
        this.noun = noun;
        this.identifier = Pattern.compile(identifier);
        this.key = key;
    }

    /** As {@code /images}. */
    String list() {
        return list;
    }

    /** As {@code upgrade package}. */
    String noun() {
        return noun;
    }

    /** The noun as a heading. */
    String title() {
        return noun.substring(0, 1).toUpperCase(Locale.ROOT) + noun.substring(1);
    }

    /** As {@code /images/SLP00001}. */
    String path(SiteClient client, String wanted) throws CommandException, InterruptedException {
        return list + "/" + id(client, wanted);
    }

    List<String> ids(SiteClient client, List<String> wanted) throws CommandException, InterruptedException {
        List<String> ids = new ArrayList<>();
        for (String one : wanted) {
            ids.add(id(client, one));
        }
        return ids;
    }

    String id(SiteClient client, String wanted) throws CommandException, InterruptedException {
        if (identifier.matcher(wanted).matches()) {
            return SiteClient.segment(wanted);
        }
        List<JsonNode> found = client.list(list).stream()
                .filter(item -> Fields.text(item, "name").equalsIgnoreCase(wanted))
                .toList();
        if (found.isEmpty()) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    noun.replace(' ', '-') + "-not-found",
                    "There is no " + noun + " named \"" + wanted + "\".");
        }
        if (found.size() > 1) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    "name-ambiguous",
                    found.size() + " " + noun + "s are named \"" + wanted + "\"; give the identifier: "
                            + String.join(
                                    ", ",
                                    found.stream()
                                            .map(item -> Fields.text(item, key))
                                            .toList()));
        }
        return SiteClient.segment(Fields.text(found.getFirst(), key));
    }
}

package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(name = "settings", description = "Show the site's settings, or change those that options name.")
final class SettingsCommand extends SiteCommand {
    @Option(names = "--organisation", paramLabel = "NAME", description = "Whose site this is.")
    @Nullable
    String organisation;

    @Option(
            names = "--approval",
            paramLabel = "manual|automatic",
            description = "Whether new machines wait for an administrator.")
    @Nullable
    String approval;

    @Option(
            names = "--boot",
            paramLabel = "off|proxy-dhcp|dhcp",
            description = "How the site answers machines that boot from the network.")
    @Nullable
    String boot;

    @Option(names = "--interface", paramLabel = "NAME", description = "Network interface to answer on.")
    @Nullable
    String interfaceName;

    @Option(names = "--range", paramLabel = "FIRST-LAST", description = "Addresses for --boot dhcp.")
    @Nullable
    String range;

    @Override
    ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
        Map<String, Object> change = change();
        JsonNode settings = change.isEmpty() ? client.get("/site") : client.patch("/site", change);
        JsonNode network = settings.path("boot");
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Site code", Fields.text(settings, "siteCode"));
        lines.put("Organisation", Fields.text(settings, "organisation"));
        lines.put("Approval", Readable.word(Fields.text(settings, "approval")));
        lines.put("Network boot", Readable.word(Fields.text(network, "mode")));
        lines.put("Interface", Fields.text(network, "interfaceName"));
        lines.put(
                "Addresses",
                network.has("rangeStart")
                        ? Fields.text(network, "rangeStart") + " - " + Fields.text(network, "rangeEnd")
                        : "");
        lines.put(
                "Boot service",
                (Readable.word(Fields.text(network, "state")) + " " + Fields.text(network, "message")).strip());
        lines.put("For machines", Fields.text(settings, "machineUrl"));
        lines.put("Content", Fields.text(settings, "contentUrl"));
        lines.put("Certificate", Fields.text(settings, "certificateSha256"));
        lines.put("Stored", settings.has("storedBytes") ? Readable.size(Fields.number(settings, "storedBytes")) : "");
        lines.put("Free", settings.has("freeBytes") ? Readable.size(Fields.number(settings, "freeBytes")) : "");
        lines.put("Version", Fields.text(settings, "version"));
        printer.details(settings, lines);
        return ExitCode.OK;
    }

    private Map<String, Object> change() throws CommandException {
        Map<String, Object> change = new LinkedHashMap<>();
        if (organisation != null) {
            change.put("organisation", organisation);
        }
        if (approval != null) {
            change.put("approval", constant(approval));
        }
        Map<String, Object> network = new LinkedHashMap<>();
        if (boot != null) {
            network.put("mode", constant(boot));
        }
        if (interfaceName != null) {
            network.put("interfaceName", interfaceName);
        }
        if (range != null) {
            String[] ends = range.split("-", -1);
            if (ends.length != 2) {
                throw new CommandException(
                        ExitCode.USAGE, "range-invalid", "--range is two addresses: 10.0.0.100-10.0.0.200");
            }
            network.put("rangeStart", ends[0].strip());
            network.put("rangeEnd", ends[1].strip());
        }
        if (!network.isEmpty()) {
            if (boot == null) {
                throw new CommandException(
                        ExitCode.USAGE, "boot-missing", "Give --boot together with --interface and --range.");
            }
            change.put("boot", network);
        }
        return change;
    }

    static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}

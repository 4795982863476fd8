package dev.slipway.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "device",
        description = "Machines that the site knows.",
        subcommands = {
            DeviceCommand.ListAll.class,
            DeviceCommand.Show.class,
            DeviceCommand.Rename.class,
            DeviceCommand.Approve.class,
            DeviceCommand.Deny.class,
            DeviceCommand.Remove.class,
            DeviceCommand.Import.class,
            DeviceCommand.ClearRequired.class,
            VariableCommands.ListAll.class,
            VariableCommands.Set.class,
            VariableCommands.Unset.class
        })
final class DeviceCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.DEVICE;
    }

    private static Table table() {
        return new Table()
                .text("ID", "id")
                .text("NAME", "name")
                .word("STATE", "state")
                .column("MAC ADDRESS", device -> Fields.joined(device, "macAddresses"))
                .column(
                        "MACHINE",
                        device -> (Fields.text(device, "manufacturer") + " " + Fields.text(device, "model")).strip())
                .text("SERIAL NUMBER", "serialNumber")
                .text("FIRMWARE", "firmware")
                .time("LAST SEEN", "lastSeenAt");
    }

    @Command(name = "list", description = "List devices, the latest seen first.")
    static final class ListAll extends SiteCommand {
        @Option(
                names = "--state",
                paramLabel = "imported|pending|approved|denied",
                description = "Only devices in this state.")
        @Nullable
        String state;

        @Option(
                names = "--search",
                paramLabel = "TEXT",
                description = "Part of name, MAC address, UUID or serial number.")
        @Nullable
        String search;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> query = new LinkedHashMap<>();
            Fields.putIfGiven(query, "state", state == null ? null : SettingsCommand.constant(state));
            Fields.putIfGiven(query, "search", search);
            printer.list(client.list("/devices", query), table(), "No devices.");
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Show a device.")
    static final class Show extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode found = client.get(path);
            Map<String, String> lines = new LinkedHashMap<>();
            lines.put("Device", Fields.text(found, "id"));
            lines.put("Name", Fields.text(found, "name"));
            lines.put(
                    "State",
                    Readable.word(Fields.text(found, "state"))
                            + (found.has("stateReason") ? ": " + Fields.text(found, "stateReason") : ""));
            lines.put("SMBIOS UUID", Fields.text(found, "smbiosUuid"));
            lines.put("MAC addresses", Fields.joined(found, "macAddresses"));
            lines.put("Serial number", Fields.text(found, "serialNumber"));
            lines.put("Machine", (Fields.text(found, "manufacturer") + " " + Fields.text(found, "model")).strip());
            lines.put("Firmware", Fields.text(found, "firmware"));
            lines.put("Memory", found.has("memoryBytes") ? Readable.size(Fields.number(found, "memoryBytes")) : "");
            lines.put("Key", Fields.text(found, "publicKeySha256"));
            lines.put("Address", Fields.text(found, "address"));
            lines.put("Last seen", Readable.time(Fields.text(found, "lastSeenAt")));
            lines.put("Running", Fields.text(found, "currentRunId"));
            lines.put("Collections", Fields.names(found, "collections"));
            printer.details(found, lines);
            return ExitCode.OK;
        }
    }

    @Command(name = "rename", description = "Rename a device.")
    static final class Rename extends ObjectCommand.Rename {}

    @Command(name = "approve", description = "Let machines in.")
    static final class Approve extends SiteCommand {
        @Parameters(paramLabel = "DEVICE", arity = "0..*", description = "Numbers or names.")
        List<String> devices = List.of();

        @Option(names = "--all-pending", description = "All machines that wait now.")
        boolean allPending;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            if (allPending != devices.isEmpty()) {
                throw new CommandException(
                        ExitCode.USAGE, "device-missing", "Name the devices, or give --all-pending.");
            }
            if (allPending) {
                for (JsonNode device : client.list("/devices?state=PENDING")) {
                    approve(client, printer, device);
                }
            }
            for (String device : devices) {
                approve(client, printer, client.get(Kind.DEVICE.path(client, device)));
            }
            return ExitCode.OK;
        }

        /** Approves the key that was read, so that a machine which shows another one by now is not let in. */
        private static void approve(SiteClient client, Printer printer, JsonNode device)
                throws CommandException, InterruptedException {
            String key = Fields.text(device, "publicKeySha256");
            JsonNode answer = client.post("/devices/" + Fields.text(device, "id") + "/approve"
                    + (key.isEmpty() ? "" : "?key=" + SiteClient.encoded(key)));
            printer.done(answer, "Approved " + Fields.text(answer, "name") + ".");
        }
    }

    @Command(name = "deny", description = "Let a machine in no more.")
    static final class Deny extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode answer = client.post(path + "/deny");
            printer.done(answer, "Denied " + Fields.text(answer, "name") + ".");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "import",
            description =
                    "Make machines known before their first contact, from a CSV file: name, MAC address, SMBIOS UUID.")
    static final class Import extends SiteCommand {
        @Parameters(paramLabel = "FILE", description = "CSV; - is the standard input.")
        Path file = Path.of("-");

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
            JsonNode answer = client.upload(
                    "POST", "/devices/import", "text/csv", terminal().read(file));
            printer.list(Fields.items(answer, "items"), table(), "Nothing imported.");
            return ExitCode.OK;
        }
    }

    @Command(name = "clear-required", description = "Let required deployments run again.")
    static final class ClearRequired extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode answer = client.post(path + "/clear-required");
            printer.done(answer, "Required deployments will run again on " + Fields.text(answer, "name") + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "remove", aliases = "delete", description = "Forget devices.")
    static final class Remove extends ObjectCommand.Remove {}
}

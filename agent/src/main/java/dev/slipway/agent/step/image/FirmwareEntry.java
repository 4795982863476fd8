package dev.slipway.agent.step.image;

import dev.slipway.agent.command.Command;
import dev.slipway.agent.command.CommandResult;
import dev.slipway.agent.command.Commands;
import dev.slipway.agent.step.FirmwareBootOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The firmware's entry for the deployed system. The fallback path {@code \EFI\BOOT\BOOTX64.EFI} starts it without any entry, so a firmware that refuses one
 * only costs a warning.
 */
final class FirmwareEntry {
    private static final Path VARIABLES = Path.of("/sys/firmware/efi/efivars");

    private FirmwareEntry() {}

    /** Replaces entries of earlier deployments. Network entries that stand first in the order stay first: the administrator wanted them there. */
    static void write(Path disk, int partition, Commands commands, Consumer<String> log) throws InterruptedException {
        try {
            if (isEmpty(VARIABLES)) {
                commands.require(Command.of("mount", "-t", "efivarfs", "efivarfs", VARIABLES.toString()), log);
            }
            List<String> before = list(commands);
            for (FirmwareBootOrder.Entry entry :
                    FirmwareBootOrder.Entries.parse(before).entries()) {
                if (entry.text().startsWith(FirmwareBootOrder.INSTALLED_SYSTEM)) {
                    commands.require(Command.of("efibootmgr", "-q", "-b", entry.number(), "-B"), log);
                }
            }
            commands.require(
                    Command.of(
                            "efibootmgr",
                            "-q",
                            "-c",
                            "-d",
                            disk.toString(),
                            "-p",
                            Integer.toString(partition),
                            "-L",
                            FirmwareBootOrder.INSTALLED_SYSTEM,
                            "-l",
                            "\\EFI\\BOOT\\BOOTX64.EFI"),
                    log);
            FirmwareBootOrder.Entries after = FirmwareBootOrder.Entries.parse(list(commands));
            List<String> order = networkFirst(after);
            if (!order.equals(after.order())) {
                commands.require(Command.of("efibootmgr", "-q", "-o", String.join(",", order)), log);
            }
            log.accept("The firmware has an entry for the deployed system: " + disk + ", partition " + partition);
        } catch (IOException e) {
            log.accept("Warning: the firmware took no boot entry (" + e.getMessage()
                    + "); it has to find \\EFI\\BOOT\\BOOTX64.EFI on the disk by itself.");
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static List<String> list(Commands commands) throws IOException, InterruptedException {
        CommandResult listed = commands.require(Command.of("efibootmgr", "-v"), line -> {});
        return listed.lastLines();
    }

    /** efibootmgr puts a new entry first; it goes behind the network entries that led the order before. */
    static List<String> networkFirst(FirmwareBootOrder.Entries entries) {
        List<String> order = new ArrayList<>(entries.order());
        if (order.size() < 2) {
            return order;
        }
        String fresh = order.removeFirst();
        int at = 0;
        while (at < order.size() && entries.isNetwork(order.get(at))) {
            at++;
        }
        order.add(at, fresh);
        return order;
    }
}

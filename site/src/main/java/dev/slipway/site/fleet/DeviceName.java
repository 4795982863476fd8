package dev.slipway.site.fleet;

import dev.slipway.protocol.MachineIdentity;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of devices are host names: letters, digits and dashes, at most 63 characters, no dash at either end. */
final class DeviceName {
    static final int MAXIMUM_LENGTH = 63;

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    /** A Windows computer name has at most 15 characters; "PC-" takes three. */
    private static final int SERIAL_LENGTH = 12;

    private static final List<String> MEANINGLESS =
            List.of("none", "default", "system", "tobefilled", "notspecified", "serial", "unknown");

    private DeviceName() {}

    static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    static String explain(String name) {
        return "\"" + name + "\" is no host name: 1 to " + MAXIMUM_LENGTH
                + " letters, digits and dashes, without a dash at either end.";
    }

    /** A name for a machine that nobody named: from its serial number, else from its first address, else from its record. */
    static String propose(MachineIdentity identity, List<String> macs, long id) {
        String serial = identity.serialNumber().replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
        boolean meaningful = serial.length() >= 4
                && !serial.chars().allMatch(c -> c == serial.charAt(0))
                && MEANINGLESS.stream().noneMatch(serial.toLowerCase(Locale.ROOT)::startsWith);
        if (meaningful) {
            return "PC-" + serial.substring(Math.max(0, serial.length() - SERIAL_LENGTH));
        }
        if (!macs.isEmpty()) {
            return "PC-" + macs.getFirst().replace(":", "").toUpperCase(Locale.ROOT);
        }
        return "PC-" + id;
    }
}

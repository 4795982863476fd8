package dev.slipway.site.settings;

import dev.slipway.site.SlipwayException;
import java.net.Inet4Address;
import java.util.List;
import java.util.regex.Pattern;

/** Refuses settings that cannot work; they end up in another program's configuration. */
final class SettingInvalid {
    private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9_.@-]{1,15}");

    private SettingInvalid() {}

    static SlipwayException of(String field, String message) {
        return new SlipwayException(
                "setting-invalid", 422, message, List.of(new SlipwayException.InputError(field, message)));
    }

    static void check(BootSettings boot) {
        if (boot.mode() != BootSettings.Mode.OFF
                && !INTERFACE.matcher(boot.interfaceName()).matches()) {
            throw of(
                    "boot.interfaceName",
                    "Name the network interface on which machines are answered, for example eth0.");
        }
        if (boot.mode() == BootSettings.Mode.DHCP) {
            address("boot.rangeStart", boot.rangeStart());
            address("boot.rangeEnd", boot.rangeEnd());
        }
    }

    private static void address(String field, String text) {
        try {
            Inet4Address.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            SlipwayException refusal =
                    of(field, "\"" + text + "\" is no IPv4 address; the DHCP server needs its range.");
            refusal.initCause(e);
            throw refusal;
        }
    }
}

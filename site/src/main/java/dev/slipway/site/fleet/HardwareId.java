package dev.slipway.site.fleet;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** SMBIOS UUIDs and MAC addresses in one spelling each. */
public final class HardwareId {
    private static final Pattern UUID_DIGITS = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern MAC_DIGITS = Pattern.compile("[0-9a-f]{12}");

    /** What vendors leave in the firmware by mistake: it identifies nothing (PXE-3b, duplicate hardware identifiers). */
    private static final Set<String> NOT_UNIQUE = Set.of(
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "03000200-0400-0500-0006-000700080009",
            "00020003-0004-0005-0006-000700080009",
            "12345678-1234-5678-90ab-cddeefaabbcc");

    private HardwareId() {}

    /** @return lower case with dashes; empty when the text is no UUID, or one that many machines share */
    public static Optional<String> uuid(String text) {
        String digits = text.strip().toLowerCase(Locale.ROOT).replaceAll("[-{}]", "");
        if (!UUID_DIGITS.matcher(digits).matches()) {
            return Optional.empty();
        }
        String uuid = String.join(
                "-",
                digits.substring(0, 8),
                digits.substring(8, 12),
                digits.substring(12, 16),
                digits.substring(16, 20),
                digits.substring(20));
        return NOT_UNIQUE.contains(uuid) ? Optional.empty() : Optional.of(uuid);
    }

    /** @return lower case with colons; empty when the text is no address of one network card */
    public static Optional<String> mac(String text) {
        String digits = text.strip().toLowerCase(Locale.ROOT).replaceAll("[-:.]", "");
        if (!MAC_DIGITS.matcher(digits).matches() || digits.equals("000000000000")) {
            return Optional.empty();
        }
        boolean group = (HexFormat.fromHexDigits(digits, 0, 2) & 1) != 0;
        return group ? Optional.empty() : Optional.of(String.join(":", digits.split("(?<=\\G..)")));
    }

    /** Keeps the order, drops what is no address and what comes twice. */
    static List<String> macs(List<String> texts) {
        return texts.stream()
                .map(HardwareId::mac)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /**
     * The same sixteen bytes with the first three fields in the other byte order: SMBIOS before 2.6 left the order open, so firmware,
     * iPXE and the operating system may print one machine's UUID in two ways.
     */
    static String otherByteOrder(String uuid) {
        if (uuid.isEmpty()) {
            return uuid;
        }
        return reversed(uuid.substring(0, 8)) + "-" + reversed(uuid.substring(9, 13)) + "-"
                + reversed(uuid.substring(14, 18)) + uuid.substring(18);
    }

    private static String reversed(String hex) {
        StringBuilder bytes = new StringBuilder();
        for (int at = hex.length() - 2; at >= 0; at -= 2) {
            bytes.append(hex, at, at + 2);
        }
        return bytes.toString();
    }
}

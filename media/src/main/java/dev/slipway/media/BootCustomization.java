package dev.slipway.media;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What an administrator changes about a boot image without building it anew (BOOT-3). The start of the boot image reads it.
 *
 * @param prestartCommand runs in a shell before the agent, in the folder of its files; empty: none
 * @param commandSupport whether F8 opens a shell on the second console
 * @param keyboard name of a console keymap, as {@code de}; empty: the kernel's own, US English
 * @param language decimal LCID of the language in which the agent speaks (BOOT-7); empty: the neutral one, English
 * @param scratchMegabytes size of the memory file system on {@code /tmp}; 0: half of the memory
 * @param text lines shown at the start; may be empty
 */
public record BootCustomization(
        String prestartCommand,
        boolean commandSupport,
        String keyboard,
        String language,
        int scratchMegabytes,
        List<String> text) {
    /** Where the prestart command runs and its files lie. */
    public static final String PRESTART_FOLDER = "opt/slipway/prestart";

    private static final Pattern KEYMAP = Pattern.compile("[A-Za-z0-9_-]{0,40}");
    private static final int LARGEST_SCRATCH = 65_536;

    /** Nothing is changed; after the constants that its check needs. */
    public static final BootCustomization NONE = new BootCustomization("", false, "", "", 0, List.of());

    public BootCustomization {
        text = List.copyOf(text);
        if (!KEYMAP.matcher(keyboard).matches()) {
            throw new IllegalArgumentException("keyboard");
        }
        if (!language.matches("[0-9]{0,5}")) {
            throw new IllegalArgumentException("language");
        }
        if (scratchMegabytes < 0 || scratchMegabytes > LARGEST_SCRATCH) {
            throw new IllegalArgumentException("scratchMegabytes");
        }
        if (hasControls(prestartCommand) || text.stream().anyMatch(BootCustomization::hasControls)) {
            throw new IllegalArgumentException("control characters");
        }
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t');
    }

    /** The file that init takes into its shell: quoted assignments and nothing else. */
    String settings() {
        return """
                SLIPWAY_PRESTART=%s
                SLIPWAY_COMMAND_SUPPORT=%s
                SLIPWAY_KEYBOARD=%s
                SLIPWAY_LANGUAGE=%s
                SLIPWAY_SCRATCH_MB=%d
                SLIPWAY_TEXT=%s
                """.formatted(
                        quoted(prestartCommand),
                        commandSupport ? "1" : "",
                        quoted(keyboard),
                        quoted(language),
                        scratchMegabytes,
                        quoted(String.join("\n", text)));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}

package dev.slipway.site.library;

import dev.slipway.media.BootCustomization;
import dev.slipway.media.BootImageBuilder;
import dev.slipway.site.SlipwayException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator changed about a boot image (BOOT-3). All but components and modules lies in a small second initramfs and holds
 * from a machine's next start; those two take effect when the image is rebuilt.
 *
 * @param prestartCommand runs before the agent, in the folder of its files; empty: none
 * @param prestartFolder where the files were taken from; empty: none
 * @param prestartAccount the source account that opened the folder, when that is on a share; empty: none
 * @param commandSupport F8 opens a shell: for testing only
 * @param keyboard a console keymap, as {@code de}; empty: US English
 * @param language decimal LCID of the language in which the agent speaks (BOOT-7); empty: English
 * @param scratchMegabytes size of {@code /tmp}; 0: half of a machine's memory
 * @param text shown at the start, may have several lines
 * @param components additional Debian packages
 * @param modules additional kernel modules
 */
public record BootImageCustomization(
        String prestartCommand,
        String prestartFolder,
        String prestartAccount,
        boolean commandSupport,
        String keyboard,
        String language,
        int scratchMegabytes,
        String text,
        List<String> components,
        List<String> modules) {
    public static final BootImageCustomization NONE =
            new BootImageCustomization("", "", "", false, "", "", 0, "", List.of(), List.of());

    /** As WinPE has them (BOOT-3), and 0 for as much as there is. */
    public static final List<Integer> SCRATCH_SIZES = List.of(0, 32, 64, 128, 256, 512, 1024, 2048, 4096);

    private static final int LONGEST_COMMAND = 1000;
    private static final int LONGEST_TEXT = 1000;
    private static final int MOST_NAMES = 100;
    private static final String MODULE_NAME = "[A-Za-z0-9_-]{1,60}";

    public BootImageCustomization {
        // What an older version of Slipway wrote has neither.
        prestartAccount = prestartAccount == null ? "" : prestartAccount;
        language = language == null ? "" : language;
        components = List.copyOf(components);
        modules = List.copyOf(modules);
    }

    /** What is null stays. */
    public record Change(
            @Nullable String prestartCommand,
            @Nullable String prestartFolder,
            @Nullable String prestartAccount,
            @Nullable Boolean commandSupport,
            @Nullable String keyboard,
            @Nullable String language,
            @Nullable Integer scratchMegabytes,
            @Nullable String text,
            @Nullable List<String> components,
            @Nullable List<String> modules) {}

    /** @throws SlipwayException {@code request-invalid} */
    BootImageCustomization with(Change change) {
        BootImageCustomization changed = new BootImageCustomization(
                Objects.requireNonNullElse(change.prestartCommand(), prestartCommand)
                        .strip(),
                Objects.requireNonNullElse(change.prestartFolder(), prestartFolder)
                        .strip(),
                Objects.requireNonNullElse(change.prestartAccount(), prestartAccount)
                        .strip(),
                Objects.requireNonNullElse(change.commandSupport(), commandSupport),
                Objects.requireNonNullElse(change.keyboard(), keyboard).strip(),
                Objects.requireNonNullElse(change.language(), language).strip(),
                Objects.requireNonNullElse(change.scratchMegabytes(), scratchMegabytes),
                Objects.requireNonNullElse(change.text(), text)
                        .replace("\r\n", "\n")
                        .strip(),
                names("components", Objects.requireNonNullElse(change.components(), components)),
                names("modules", Objects.requireNonNullElse(change.modules(), modules)));
        changed.check();
        return changed;
    }

    private static List<String> names(String field, List<String> given) {
        List<String> names = given.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        if (names.size() > MOST_NAMES) {
            throw SlipwayException.invalid(field, "At most " + MOST_NAMES + " names.");
        }
        return names;
    }

    private void check() {
        refuse(prestartCommand.length() > LONGEST_COMMAND, "prestartCommand", "At most 1000 characters.");
        refuse(
                prestartCommand.chars().anyMatch(Character::isISOControl),
                "prestartCommand",
                "The command is one line. Put a script among its files for more.");
        refuse(
                !prestartFolder.isEmpty() && prestartCommand.isEmpty(),
                "prestartCommand",
                "Files are there for a prestart command; give one.");
        refuse(!keyboard.matches("[A-Za-z0-9_-]{0,40}"), "keyboard", "A keymap's name as de, fr or uk.");
        refuse(
                !language.matches("[0-9]{0,5}"),
                "language",
                "A language's decimal LCID: 1036 for French. Empty for English.");
        refuse(
                !SCRATCH_SIZES.contains(scratchMegabytes),
                "scratchMegabytes",
                "One of 32, 64, 128, 256, 512, 1024, 2048, 4096, or 0 for half of the memory.");
        refuse(text.length() > LONGEST_TEXT, "text", "At most 1000 characters.");
        refuse(
                text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n'),
                "text",
                "The text must not contain control characters.");
        components.forEach(name -> refuse(
                !name.matches(BootImageBuilder.COMPONENT_NAME),
                "components",
                "\"" + name + "\" is not the name of a Debian package."));
        modules.forEach(name ->
                refuse(!name.matches(MODULE_NAME), "modules", "\"" + name + "\" is not the name of a kernel module."));
    }

    private static void refuse(boolean wrong, String field, String message) {
        if (wrong) {
            throw SlipwayException.invalid(field, message);
        }
    }

    /** Whether a machine must fetch a second initramfs. */
    boolean needsOverlay() {
        return !prestartCommand.isEmpty()
                || commandSupport
                || !keyboard.isEmpty()
                || !language.isEmpty()
                || scratchMegabytes > 0
                || !text.isEmpty();
    }

    BootCustomization forStart() {
        return new BootCustomization(
                prestartCommand,
                commandSupport,
                keyboard,
                language,
                scratchMegabytes,
                text.lines().toList());
    }
}

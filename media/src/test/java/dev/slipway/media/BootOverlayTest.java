package dev.slipway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peers are the programs cpio and sh. */
@Tag("BOOT-3")
class BootOverlayTest {
    @TempDir
    Path folder = Path.of("");

    private Path overlay(BootCustomization customization) throws Exception {
        Path script = Files.writeString(folder.resolve("ask.sh"), "echo asked\n");
        Path file = folder.resolve("overlay.img");
        BootOverlay.write(file, customization, List.of(new BootOverlay.Included("tools/ask.sh", script)));
        return file;
    }

    @Test
    void cpioUnpacksSettingsAndFilesWithTheirFolders() throws Exception {
        Path file = overlay(BootCustomization.NONE);
        assertThat(Files.size(file) % 4096)
                .as("the next archive begins at a boundary")
                .isZero();
        String list = run("", "sh", "-c", "cpio --list --quiet < " + file);
        assertThat(list.lines())
                .containsExactly(
                        "etc",
                        "etc/slipway",
                        "opt",
                        "opt/slipway",
                        "opt/slipway/prestart",
                        "opt/slipway/prestart/tools",
                        "etc/slipway/boot.conf",
                        "opt/slipway/prestart/tools/ask.sh");
    }

    @Test
    void aShellReadsWhatWasSetAndRunsNothingOfIt() throws Exception {
        String hostile = "echo 'it''s' \"$(touch " + folder.resolve("ran") + ")\"; `id`";
        Path file = overlay(
                new BootCustomization(hostile, true, "de-latin1", "1036", 256, List.of("Shipyard", "$HOME 'x'")));
        run("", "sh", "-c", "cd " + folder + " && cpio -id --quiet < " + file);
        String read = run(
                "",
                "sh",
                "-c",
                ". " + folder.resolve("etc/slipway/boot.conf")
                        + "; printf '%s|' \"$SLIPWAY_PRESTART\" \"$SLIPWAY_COMMAND_SUPPORT\" \"$SLIPWAY_KEYBOARD\" \"$SLIPWAY_SCRATCH_MB\" \"$SLIPWAY_TEXT\"");
        assertThat(read).isEqualTo(hostile + "|1|de-latin1|256|Shipyard\n$HOME 'x'|");
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void whatInitCouldNotTakeIsRefused() {
        assertThatThrownBy(() -> new BootCustomization("", false, "../de", "", 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BootCustomization("a\nb", false, "", "", 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BootOverlay.Included("../../init", folder))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String run(String input, String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}

package dev.slipway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies out of this machine's own root, which is laid out like unpacked packages. */
class ProgramCopyTest {
    @TempDir
    Path root = Path.of("");

    @Test
    void aProgramComesWithItsLibraries() throws Exception {
        new ProgramCopy(Path.of("/"), root).add("usr/bin/env");
        assertThat(root.resolve("usr/bin/env")).exists();
        assertThat(root.resolve("usr/lib/x86_64-linux-gnu/libc.so.6")).exists();
        assertThat(root.resolve("usr/lib64/ld-linux-x86-64.so.2")).exists();
    }

    @Test
    void aLinkStaysALinkAndItsTargetComesAlong() throws Exception {
        Path packages = Files.createDirectories(root.resolve("packages/usr/sbin"));
        Files.writeString(packages.resolve("tool"), "text");
        Files.createSymbolicLink(packages.resolve("alias"), Path.of("/sbin/tool"));
        Path target = root.resolve("target");
        new ProgramCopy(root.resolve("packages"), target).add("usr/sbin/alias");
        assertThat(target.resolve("usr/sbin/alias")).isSymbolicLink();
        assertThat(target.resolve("usr/sbin/tool")).hasContent("text");
    }

    @Test
    void aMissingProgramIsNamed() {
        assertThatThrownBy(() -> new ProgramCopy(Path.of("/"), root).add("usr/bin/no-such-program"))
                .isInstanceOfSatisfying(
                        BootImageException.class, e -> assertThat(e.code()).isEqualTo("file-missing"))
                .hasMessageContaining("/usr/bin/no-such-program");
    }
}

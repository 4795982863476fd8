package dev.slipway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfFileTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void aProgramNamesItsLibrariesAndItsInterpreter() throws Exception {
        ElfFile elf = ElfFile.read(Path.of("/usr/bin/env")).orElseThrow();
        assertThat(elf.needed()).contains("libc.so.6");
        assertThat(elf.interpreter())
                .hasValueSatisfying(name -> assertThat(name).contains("ld-linux"));
    }

    @Test
    void aScriptIsNoElfFile() throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n" + "echo hello\n".repeat(20));
        assertThat(ElfFile.read(script)).isEmpty();
    }

    @Test
    void aTableOutsideTheFileIsRefused() throws Exception {
        byte[] program = Files.readAllBytes(Path.of("/usr/bin/env"));
        ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN).putLong(32, Long.MAX_VALUE - 8);
        Path hostile = Files.write(folder.resolve("hostile"), program);
        assertThatThrownBy(() -> ElfFile.read(hostile))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside the file");
    }
}

package dev.slipway.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peer is the program cpio. */
class CpioArchiveTest {
    @TempDir
    Path folder = Path.of("");

    private Path tree = Path.of("");

    @BeforeEach
    void makeTree() throws IOException {
        tree = folder.resolve("tree");
        Files.createDirectories(tree.resolve("bin"));
        Path program = Files.writeString(tree.resolve("bin/program"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-x--x"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("bin/program"));
        Files.write(tree.resolve("odd"), new byte[4097]);
    }

    @Test
    void cpioReadsWhatWasWritten() throws Exception {
        assertThat(cpio(archive()))
                .containsPattern("-rwxr-x--x +1 root +root +10 .*bin/program")
                .containsPattern("lrwxrwxrwx .*link -> bin/program")
                .containsPattern("-rw-r--r-- .* 4097 .*odd")
                .containsPattern("crw------- .* 5, +1 .*dev/console");
    }

    @Test
    void theSameTreeGivesTheSameBytes() throws Exception {
        assertThat(archive()).isEqualTo(archive());
    }

    private byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CpioArchive archive = new CpioArchive(bytes);
        archive.addTree(tree);
        archive.addCharacterDevice("dev/console", 0600, 5, 1);
        archive.finish();
        return bytes.toByteArray();
    }

    private static String cpio(byte[] archive) throws Exception {
        Process process = new ProcessBuilder("cpio", "--list", "--verbose", "--quiet")
                .redirectErrorStream(true)
                .start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(archive);
        }
        String listing = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return listing;
    }
}

package dev.slipway.cli.wim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class WimCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private Path wim = Path.of("");

    private record Outcome(int exitCode, String out, String err) {}

    @BeforeEach
    void makeWim() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree/Windows/System32"));
        Files.writeString(tree.resolve("notepad.exe"), "not a program");
        Files.writeString(folder.resolve("tree/read me.txt"), "text");
        wim = folder.resolve("image.wim");
        wimlib("capture", folder.resolve("tree"), wim, "First", "The first", "--compress=XPRESS");
        wimlib("append", tree, wim, "Second");
    }

    private static String wimlib(Object... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("wimlib-imagex"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new AssertionError("wimlib-imagex cannot be started; install the Debian package wimtools", e);
        }
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static Outcome run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                new CommandLine(new WimCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] words =
                java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        return new Outcome(commandLine.execute(words), out.toString(), err.toString());
    }

    @Test
    void infoTellsTheImages() {
        Outcome text = run("info", wim);
        assertThat(text.exitCode).isZero();
        assertThat(text.out)
                .contains(
                        "Compression:         xpress", "Name:                First", "Description:         The first");

        JsonNode json = Json.mapper().readTree(run("info", wim, "--output", "json").out);
        assertThat(json.get("images").get(1).get("name").asString()).isEqualTo("Second");
        assertThat(json.get("images").get(0).get("fileCount").asLong()).isEqualTo(2);
    }

    @Test
    void listShowsThePathsAsWimlibDoes() throws Exception {
        assertThat(run("list", wim, "First").out).isEqualTo(wimlib("dir", wim, "1"));
        assertThat(run("list", wim, "1", "--path", "/windows/system32").out.lines())
                .containsExactly("/windows/system32", "/windows/system32/notepad.exe");
    }

    @Test
    void listAsJsonTellsHashes() {
        JsonNode json = Json.mapper().readTree(run("list", wim, "2", "--output", "json").out);
        assertThat(json.get(1).get("path").asString()).isEqualTo("/notepad.exe");
        assertThat(json.get(1).get("size").asLong()).isEqualTo(13);
        assertThat(json.get(1).get("sha1").asString()).hasSize(40);
        assertThat(run("list", wim, "2", "--detailed").out)
                .contains(json.get(1).get("sha1").asString() + " /notepad.exe");
    }

    @Test
    void verifyFindsDamage() throws Exception {
        assertThat(run("verify", wim).exitCode).isZero();
        byte[] content = Files.readAllBytes(wim);
        content[215] ^= 1;
        Files.write(wim, content);
        Outcome damaged = run("verify", wim);
        assertThat(damaged.exitCode).isOne();
        assertThat(damaged.err).contains("(hash-mismatch)");
    }

    @Test
    void extractWritesOneFileOrTheWholeImage() {
        Path target = folder.resolve("out");
        assertThat(run("extract", wim, "1", "/Windows/System32/notepad.exe", "--to", target).exitCode)
                .isZero();
        assertThat(target.resolve("notepad.exe")).hasContent("not a program");
        assertThat(run("extract", wim, "First", "--to", folder.resolve("whole")).exitCode)
                .isZero();
        assertThat(folder.resolve("whole/read me.txt")).hasContent("text");
    }

    @Test
    @Tag("IMG-4")
    void exportWritesTheNamedImagesIntoANewFile() {
        Path target = folder.resolve("exported.wim");
        Outcome exported = run("export", wim, "Second", target, "--check");
        assertThat(exported.exitCode).as(exported.err).isZero();
        assertThat(exported.out).contains("1 image(s)");
        assertThat(run("verify", target).exitCode).isZero();
        assertThat(run("list", target).out.lines()).containsExactly("/", "/notepad.exe");
        assertThat(run("export", wim, "1", target).err).contains("(target-exists)");
        JsonNode all = Json.mapper()
                .readTree(run("export", wim, "2,First", folder.resolve("all.wim"), "--output", "json").out);
        assertThat(all.get("images").get(0).asInt()).isEqualTo(2);
        assertThat(all.get("unusedSolidBytes").asLong()).isZero();
    }

    @Test
    void failuresHaveACodeAndWrongUseAnotherExitCode() {
        Outcome missing = run("list", wim, "1", "--path", "/nowhere", "--output", "json");
        assertThat(missing.exitCode).isOne();
        assertThat(Json.mapper().readTree(missing.err).get("code").asString()).isEqualTo("no-such-path");
        assertThat(run("info", folder.resolve("none.wim")).err).contains("(no-such-file)");
        assertThat(run("list", wim).err).contains("(no-such-image)");
        assertThat(run("list", wim, "Third").exitCode).isOne();
        assertThat(run("info").exitCode).isEqualTo(2);
        assertThat(run("info", wim, "--output", "xml").exitCode).isEqualTo(2);
        assertThat(run().exitCode).isEqualTo(2);
    }
}

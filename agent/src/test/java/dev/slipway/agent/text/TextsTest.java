package dev.slipway.agent.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("BOOT-7")
class TextsTest {
    @TempDir
    Path folder;

    @Test
    void aLanguageIsAFolderNamedWithItsDecimalLcid() {
        assertThat(Texts.in(List.of(), "1036").text("run.step", 2, 5, "Disk")).isEqualTo("Étape 2 sur 5 : Disk");
    }

    @Test
    void whatHasNoFolderIsNeutral() {
        for (String language : List.of("", "1031", "../1036", "fr")) {
            assertThat(Texts.in(List.of(), language).text("run.step", 2, 5, "Disk"))
                    .isEqualTo("Step 2 of 5: Disk");
        }
    }

    @Test
    void prestartFilesBringALanguageAlongAndWhatItLacksIsNeutral() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("1031")).resolve("texts.properties"), """
                run.step = Schritt {0} von {1}: {2}
                """);
        Texts german = Texts.in(List.of(folder), "1031");
        assertThat(german.text("run.step", 1, 3, "Platte")).isEqualTo("Schritt 1 von 3: Platte");
        assertThat(german.text("menu.disk")).isEqualTo("Start from the disk");
        assertThat(german.in("1036").text("menu.disk")).isEqualTo("Démarrer depuis le disque");
    }

    @Test
    void aFileThatCannotBeReadLeavesTheNeutralLanguage() throws Exception {
        Files.write(
                Files.createDirectories(folder.resolve("1031")).resolve("texts.properties"),
                new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(Texts.in(List.of(folder), "1031").text("menu.disk")).isEqualTo("Start from the disk");
    }

    @Test
    void frenchSaysAllThatTheNeutralLanguageSaysWithTheSameValues() throws Exception {
        Properties neutral = shipped("texts.properties");
        Properties french = shipped("1036/texts.properties");
        assertThat(french.stringPropertyNames()).isEqualTo(neutral.stringPropertyNames());
        for (String key : neutral.stringPropertyNames()) {
            assertThat(values(french.getProperty(key))).as(key).isEqualTo(values(neutral.getProperty(key)));
        }
    }

    private static Properties shipped(String name) throws Exception {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(Texts.class.getResourceAsStream(name)), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }

    private static List<String> values(String text) {
        return Pattern.compile("\\{[0-9]}")
                .matcher(text)
                .results()
                .map(result -> result.group())
                .sorted()
                .collect(Collectors.toList());
    }
}

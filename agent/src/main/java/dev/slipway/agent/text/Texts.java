package dev.slipway.agent.text;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/**
 * What the agent says to the person in front of the machine, in their language (BOOT-7): it stands in a folder that is named with the
 * language's decimal LCID, as {@code 1036} for French, and what is not there, beside it in the neutral language. The folders that
 * came with a boot image's prestart files go before the agent's own.
 */
public final class Texts {
    private static final String FILE = "texts.properties";
    private static final String LCID = "[0-9]{1,5}";

    /** English, without any files but the agent's own. */
    public static final Texts NEUTRAL = in(List.of(), "");

    private final List<Path> folders;
    private final Properties neutral;
    private final Properties own;

    private Texts(List<Path> folders, Properties neutral, Properties own) {
        this.folders = List.copyOf(folders);
        this.neutral = neutral;
        this.own = own;
    }

    /**
     * @param folders that may hold further texts, each with a folder for each language
     * @param language a decimal LCID; anything else, or one without texts, is the neutral language
     */
    public static Texts in(List<Path> folders, String language) {
        Properties neutral = new Properties();
        take(neutral, "");
        folders.forEach(folder -> take(neutral, folder.resolve(FILE)));
        Properties own = new Properties();
        if (language.matches(LCID)) {
            String folder = language.replaceFirst("^0+(?=.)", "");
            take(own, folder + "/");
            folders.forEach(each -> take(own, each.resolve(folder).resolve(FILE)));
        }
        return new Texts(folders, neutral, own);
    }

    /** The same in another language. */
    public Texts in(String language) {
        return in(folders, language);
    }

    /** Each {@code {0}}, {@code {1}} stands for a value. @throws IllegalArgumentException for a key that the agent itself does not have */
    public String text(String key, Object... values) {
        String text = own.getProperty(key, neutral.getProperty(key));
        if (text == null) {
            throw new IllegalArgumentException("There is no text " + key);
        }
        StringBuilder filled = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            int index = at + 2 < text.length() && text.charAt(at) == '{' && text.charAt(at + 2) == '}'
                    ? text.charAt(at + 1) - '0'
                    : -1;
            if (index >= 0 && index < values.length) {
                filled.append(values[index]);
                at += 2;
            } else {
                filled.append(text.charAt(at));
            }
        }
        return filled.toString();
    }

    private static void take(Properties texts, String folder) {
        var stream = Texts.class.getResourceAsStream(folder + FILE);
        if (stream == null) {
            return;
        }
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("The agent's own texts cannot be read", e);
        }
    }

    /** A file that an administrator made and that cannot be read must not keep a machine from its work. */
    private static void take(Properties texts, Path file) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            System.Logger log = System.getLogger(Texts.class.getName());
            log.log(System.Logger.Level.WARNING, file + " cannot be read: " + Objects.toString(e.getMessage()));
        }
    }
}

package dev.slipway.windows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The sections of an INF file and their entries. Names of sections and keys know no case; sections of one name are one section.
 * An entry may go on in the next line after a backslash; a semicolon outside of quotes begins a remark; two quotes within
 * quotes are one; {@code %name%} stands for an entry of the section Strings, and {@code %%} for a percent sign.
 */
final class InfFile {
    static final int MAX_BYTES = 16 << 20;
    private static final int MAX_LINES = 500_000;
    private static final int MAX_ENTRY_CHARACTERS = 64 << 10;
    private static final int MAX_VALUES = 4096;
    private static final int MAX_SECTIONS = 50_000;
    private static final int MAX_EXPANDED_CHARACTERS = 16 << 10;

    private final Map<String, List<InfLine>> sections = new LinkedHashMap<>();
    private final Map<String, String> strings = new LinkedHashMap<>();

    private InfFile() {}

    static InfFile parse(byte[] bytes) throws InfException {
        if (bytes.length > MAX_BYTES) {
            throw new InfException("The INF file has " + bytes.length + " bytes; at most " + MAX_BYTES + " are read.");
        }
        InfFile file = new InfFile();
        file.readLines(InfText.decode(bytes));
        file.readStrings();
        return file;
    }

    private void readLines(String text) throws InfException {
        List<InfLine> section = new ArrayList<>();
        StringBuilder entry = new StringBuilder();
        int number = 0;
        int at = 0;
        while (at < text.length()) {
            int end = endOfLine(text, at);
            number++;
            String line = withoutRemark(text.substring(at, end));
            at = end + (text.startsWith("\r\n", end) ? 2 : 1);
            if (number > MAX_LINES || entry.length() + line.length() > MAX_ENTRY_CHARACTERS) {
                throw new InfException("Line " + number + " of the INF file is one too many, or too long.");
            }
            boolean goesOn = line.endsWith("\\") && !insideQuotes(line);
            entry.append(goesOn ? line.substring(0, line.length() - 1) : line);
            if (goesOn && at < text.length()) {
                continue;
            }
            String whole = entry.toString().strip();
            entry.setLength(0);
            if (whole.startsWith("[")) {
                section = section(whole, number);
            } else if (!whole.isEmpty()) {
                section.add(line(whole, number));
            }
        }
    }

    private static int endOfLine(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    private static String withoutRemark(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                return line.substring(0, i).strip();
            }
        }
        // A quote that is not closed ends with its line.
        return line.strip();
    }

    private static boolean insideQuotes(String line) {
        return line.chars().filter(c -> c == '"').count() % 2 == 1;
    }

    private List<InfLine> section(String header, int number) throws InfException {
        int end = header.indexOf(']');
        if (end < 0) {
            throw new InfException("Line " + number + " of the INF file begins a section but has no closing bracket.");
        }
        if (sections.size() >= MAX_SECTIONS) {
            throw new InfException("The INF file has more than " + MAX_SECTIONS + " sections.");
        }
        return sections.computeIfAbsent(lower(header.substring(1, end)), name -> new ArrayList<>());
    }

    private static InfLine line(String text, int number) throws InfException {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        String key = "";
        boolean quoted = false;
        boolean hasKey = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && text.startsWith("\"\"", i)) {
                value.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != '=' && c != ',')) {
                value.append(c);
            } else if (c == ',') {
                values.add(value.toString().strip());
                value.setLength(0);
            } else if (!hasKey && values.isEmpty()) {
                key = value.toString().strip();
                hasKey = true;
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString().strip());
        if (values.size() > MAX_VALUES) {
            throw new InfException("Line " + number + " of the INF file has more than " + MAX_VALUES + " values.");
        }
        return new InfLine(key, values);
    }

    /** Strings without a language come first, then those of English, then those of any other. */
    private void readStrings() {
        addStrings("strings");
        addStrings("strings.0409");
        for (String name : sections.keySet()) {
            if (name.startsWith("strings.")) {
                addStrings(name);
            }
        }
    }

    private void addStrings(String section) {
        for (InfLine line : section(section)) {
            strings.putIfAbsent(lower(line.key()), String.join(",", line.values()));
        }
    }

    boolean has(String section) {
        return sections.containsKey(lower(section));
    }

    /** The entries of a section; none if there is no such section. */
    List<InfLine> section(String name) {
        return sections.getOrDefault(lower(name), List.of());
    }

    /** The first value of the first entry with a key, with its strings looked up; empty if there is none. */
    String value(String section, String key) {
        for (InfLine line : section(section)) {
            if (line.key().equalsIgnoreCase(key)) {
                return text(line.value(0));
            }
        }
        return "";
    }

    /** A text with its strings looked up. What has no string stays as it is; strings are not looked up within strings. */
    String text(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length() && out.length() < MAX_EXPANDED_CHARACTERS) {
            int start = text.indexOf('%', at);
            int end = start < 0 ? -1 : text.indexOf('%', start + 1);
            if (end < 0) {
                break;
            }
            out.append(text, at, start);
            String name = text.substring(start + 1, end);
            String found = strings.get(lower(name));
            if (found != null || name.isEmpty()) {
                out.append(found == null ? "%" : found);
                at = end + 1;
            } else {
                // The second sign may open the next name.
                out.append(text, start, end);
                at = end;
            }
        }
        return out.append(text.substring(at)).toString();
    }

    static String lower(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}

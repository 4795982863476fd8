package dev.slipway.windows;

import java.util.List;

/**
 * An entry of a section, with quotes taken away and without its strings looked up.
 *
 * @param key what stands before the equals sign; empty if there is none
 * @param values what stands behind it, or the whole entry, at its commas; empty ones are kept
 */
record InfLine(String key, List<String> values) {
    InfLine {
        values = List.copyOf(values);
    }

    /** The value at a place, empty if there is none. */
    String value(int index) {
        return index < values.size() ? values.get(index) : "";
    }
}

package dev.slipway.content;

import java.nio.charset.StandardCharsets;

/** The rule that paths inside a content keep: relative, with slashes, the same wherever they are unpacked. */
final class ContentPath {
    static final int MAXIMUM_BYTES = 4096;

    private ContentPath() {}

    /** @throws IllegalArgumentException when the path could mean something outside of the content, or two things */
    static String require(String path) {
        if (path.isEmpty() || path.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_BYTES) {
            throw new IllegalArgumentException("A path has 1 to " + MAXIMUM_BYTES + " bytes: " + path);
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
            throw new IllegalArgumentException("A path is whole Unicode characters: " + path);
        }
        if (path.chars().anyMatch(c -> c < ' ' || c == '\\' || c == 0x7f)) {
            throw new IllegalArgumentException("A path holds no control character and no backslash: " + path);
        }
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw new IllegalArgumentException("A path is relative, without empty, . or .. names: " + path);
            }
        }
        return path;
    }
}

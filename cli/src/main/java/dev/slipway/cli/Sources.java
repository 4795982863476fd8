package dev.slipway.cli;

import java.nio.file.Path;

/** Paths of sources, as the site shall open them. */
final class Sources {
    private Sources() {}

    /** A share's path stays as it is, and so does none; any other is made absolute, since the site runs elsewhere. */
    static String path(String given) {
        return given.isBlank() || given.startsWith("\\\\") || given.startsWith("//")
                ? given
                : Path.of(given).toAbsolutePath().normalize().toString();
    }
}

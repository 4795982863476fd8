package dev.slipway.windows;

/**
 * A file that a driver needs from its own folder.
 *
 * @param path relative to the folder of the INF file, with slashes
 * @param architecture label for which it is needed, empty for all
 */
public record DriverFile(String path, String architecture) {}

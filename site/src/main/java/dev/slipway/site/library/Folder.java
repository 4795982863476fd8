package dev.slipway.site.library;

import org.jspecify.annotations.Nullable;

/**
 * Orders a list of the console.
 *
 * @param type of the packages that it holds
 * @param parent null: at the top
 */
public record Folder(long id, PackageType type, @Nullable Long parent, String name) {}

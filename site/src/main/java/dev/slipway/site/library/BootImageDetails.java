package dev.slipway.site.library;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a boot image's properties show beside its General tab.
 *
 * @param agentBuild tells agents of the same version apart; empty when unknown
 * @param compression {@code zstd} or {@code lz4}; empty when unknown
 * @param customizable whether its start understands a customisation (BOOT-4)
 * @param components additional Debian packages that are in it
 * @param files for the prestart command
 * @param usedBy task sequences that start machines with it
 * @param warnings what an administrator should know about its customisation
 */
public record BootImageDetails(
        String agentBuild,
        @Nullable Instant builtAt,
        String compression,
        boolean customizable,
        List<String> components,
        BootImageCustomization customization,
        List<PrestartFile> files,
        List<BootImageDriver> drivers,
        List<PackageUser> usedBy,
        List<String> warnings) {

    /** @param path relative to the folder in which the prestart command runs */
    public record PrestartFile(String path, String hash, long sizeBytes) {}
}

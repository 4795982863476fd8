package dev.slipway.site.library;

import dev.slipway.media.BootDriver;
import dev.slipway.protocol.Json;
import dev.slipway.site.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What {@code bootimage.json} says. An older or foreign builder may have left out most of it. */
record BootImageDescription(
        @Nullable String name,
        @Nullable String version,
        @Nullable String architecture,
        @Nullable String kernelVersion,
        @Nullable String agentVersion,
        @Nullable String agentBuild,
        @Nullable Instant built,
        @Nullable String compression,
        @Nullable Part kernel,
        @Nullable Part initramfs,
        @Nullable Long decompressedSize,
        @Nullable Integer overlayFormat,
        @Nullable JsonNode drivers,
        @Nullable List<String> components) {
    private static final String FILE = "bootimage.json";
    private static final int MOST_DRIVERS = 5_000;

    record Part(@Nullable String path, @Nullable String sha256) {}

    static BootImageDescription read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw incomplete(folder + " has no " + FILE + ".");
        }
        try {
            return Json.decode(Files.readAllBytes(file), BootImageDescription.class);
        } catch (JacksonException e) {
            throw new SlipwayException(
                    "boot-image-corrupt", 422, file + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    BootFiles.Stored addKernel(BootFiles files, Path folder) throws IOException, InterruptedException {
        return add(files, folder, "kernel", kernel);
    }

    BootFiles.Stored addInitramfs(BootFiles files, Path folder) throws IOException, InterruptedException {
        return add(files, folder, "initramfs", initramfs);
    }

    private static BootFiles.Stored add(BootFiles files, Path folder, String what, @Nullable Part part)
            throws IOException, InterruptedException {
        if (part == null || part.path() == null || part.sha256() == null) {
            throw incomplete(folder.resolve(FILE) + " names no " + what + ".");
        }
        Path file = folder.resolve(part.path()).normalize();
        if (!file.startsWith(folder)) {
            throw new SlipwayException(
                    "boot-image-corrupt", 422, folder.resolve(FILE) + " names a file outside its folder.");
        }
        return files.add(file, part.sha256());
    }

    /** Older builders wrote only the modules' names. */
    List<BootImageDriver> driverList() {
        if (drivers == null || !drivers.isArray()) {
            return List.of();
        }
        return StreamSupport.stream(drivers.spliterator(), false)
                .limit(MOST_DRIVERS)
                .map(node -> node.isString()
                        ? new BootDriver(node.asString(), "", "")
                        : new BootDriver(
                                node.path("name").asString(""),
                                node.path("folder").asString(""),
                                node.path("description").asString("")))
                .filter(driver -> !driver.name().isEmpty())
                .map(BootImageDriver::of)
                .toList();
    }

    List<String> componentList() {
        return components == null ? List.of() : components;
    }

    long decompressedBytes() {
        return decompressedSize == null ? 0 : Math.max(0, decompressedSize);
    }

    int overlayFormatOrNone() {
        return overlayFormat == null ? 0 : overlayFormat;
    }

    String agentBuildOrEmpty() {
        return Objects.requireNonNullElse(agentBuild, "");
    }

    String compressionOrEmpty() {
        return Objects.requireNonNullElse(compression, "");
    }

    private static SlipwayException incomplete(String detail) {
        return new SlipwayException(
                "boot-image-incomplete", 422, detail + " Build the boot image again with `slipway bootimage build`.");
    }
}

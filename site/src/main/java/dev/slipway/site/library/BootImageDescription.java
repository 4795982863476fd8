package dev.slipway.site.library;

import dev.slipway.media.BootDriver;
import dev.slipway.protocol.Json;
import dev.slipway.site.SlipwayException;
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
        @Nullable RawPart kernel,
        @Nullable RawPart initramfs,
        @Nullable Long decompressedSize,
        @Nullable Integer overlayFormat,
        @Nullable JsonNode drivers,
        @Nullable List<String> components) {
    private static final String FILE = "bootimage.json";
    private static final int MOST_DRIVERS = 5_000;

    /** As the file names it. */
    record RawPart(@Nullable String path, @Nullable String sha256) {}

    /** @param path within the boot image's folder @param sha256 lower-case hex */
    record Part(String path, String sha256) {}

    static BootImageDescription decode(byte[] json) {
        try {
            return Json.decode(json, BootImageDescription.class);
        } catch (JacksonException e) {
            throw new SlipwayException(
                    "boot-image-corrupt", 422, FILE + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    Part kernelPart() {
        return part("kernel", kernel);
    }

    Part initramfsPart() {
        return part("initramfs", initramfs);
    }

    /** A path out of the folder finds nothing there. */
    private static Part part(String what, @Nullable RawPart part) {
        if (part == null || part.path() == null || part.sha256() == null) {
            throw incomplete(FILE + " names no " + what + ".");
        }
        return new Part(part.path(), part.sha256());
    }

    String nameOrUsual() {
        return Objects.requireNonNullElse(name, "Boot image");
    }

    String versionOrEmpty() {
        return Objects.requireNonNullElse(version, "");
    }

    /** As {@code kernel 6.1.0, agent 1.0}. */
    String about() {
        return "kernel " + Objects.requireNonNullElse(kernelVersion, "unknown") + ", agent "
                + Objects.requireNonNullElse(agentVersion, "unknown");
    }

    String architectureOrUsual() {
        return Objects.requireNonNullElse(architecture, "x64");
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

    static SlipwayException incomplete(String detail) {
        return new SlipwayException(
                "boot-image-incomplete", 422, detail + " Build the boot image again with `slipway bootimage build`.");
    }
}

package dev.slipway.media;

import dev.slipway.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * The description of a built boot image, as it stands in its {@code bootimage.json}.
 *
 * @param architecture {@code x64}
 * @param agentVersion empty when the agent's jar does not name it
 * @param agentBuild tells agents of the same version apart, as {@link AgentFiles#build}; empty when unknown
 * @param decompressedSize what the initramfs takes in a machine's memory, in bytes; 0 when unknown
 * @param overlayFormat the {@link BootOverlay#FORMAT} that its start understands; 0: none
 * @param drivers kernel modules by name, without those that are only dependencies
 * @param components additional Debian packages
 */
public record BootImage(
        String name,
        String version,
        String architecture,
        String kernelVersion,
        String agentVersion,
        String agentBuild,
        Instant built,
        String compression,
        BootFile kernel,
        BootFile initramfs,
        long decompressedSize,
        int overlayFormat,
        List<BootDriver> drivers,
        List<String> components) {

    public static final String DESCRIPTION_FILE = "bootimage.json";
    public static final String KERNEL_FILE = "vmlinuz";
    public static final String INITRAMFS_FILE = "initrd.img";

    /** One file of the folder; the hash is SHA-256 in lower-case hex. */
    public record BootFile(String path, long size, String sha256) {}

    public BootImage {
        drivers = List.copyOf(drivers);
        components = List.copyOf(components);
    }

    /** What a machine fetches over the network, in bytes. */
    public long networkSize() {
        return kernel.size() + initramfs.size();
    }

    /** Reads the description in a boot image's folder. */
    public static BootImage read(Path folder) throws BootImageException {
        Path file = folder.resolve(DESCRIPTION_FILE);
        try {
            return Json.decode(Files.readAllBytes(file), BootImage.class);
        } catch (IOException | JacksonException e) {
            throw new BootImageException(
                    "boot-image-unreadable",
                    file + " cannot be read as the description of a boot image: " + e.getMessage()
                            + ". Build it again with `slipway bootimage build`.",
                    e);
        }
    }

    void write(Path folder) throws IOException {
        Files.write(
                folder.resolve(DESCRIPTION_FILE),
                Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }
}

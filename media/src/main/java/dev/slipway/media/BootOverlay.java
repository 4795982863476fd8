package dev.slipway.media;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * A second, small initramfs with the customisation of a boot image. The kernel unpacks several archives one after the other
 * (Documentation/driver-api/early-userspace/buffer-format); an uncompressed one in front needs no tool to make and suits every
 * compression of the one behind it.
 */
public final class BootOverlay {
    /** What the start of a boot image understands; a boot image that names none takes no customisation. */
    public static final int FORMAT = 1;

    public static final String FILE = "slipway.img";
    private static final String SETTINGS = "etc/slipway/boot.conf";
    /** The next archive begins at a multiple of this: iPXE and the EFI stub put the files behind each other as they are. */
    private static final int ALIGNMENT = 4096;

    private BootOverlay() {}

    /**
     * A file for the prestart command.
     *
     * @param path relative, with slashes, without {@code ..}
     */
    public record Included(String path, Path source) {
        public Included {
            if (path.startsWith("/") || List.of(path.split("/")).contains("..")) {
                throw new IllegalArgumentException("path");
            }
        }
    }

    /** Writes the archive. The same input gives the same bytes. */
    public static void write(Path file, BootCustomization customization, List<Included> files) throws IOException {
        try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(file))) {
            CpioArchive archive = new CpioArchive(output);
            for (String folder : folders(files)) {
                archive.addFolder(folder);
            }
            archive.addFile(SETTINGS, 0644, customization.settings().getBytes(StandardCharsets.UTF_8));
            for (Included included : files) {
                archive.addFile(BootCustomization.PRESTART_FOLDER + "/" + included.path(), 0755, included.source());
            }
            archive.finish();
            archive.padTo(ALIGNMENT);
            output.flush();
        }
    }

    /** Each with its parents, parents first: the kernel makes none by itself. */
    private static TreeSet<String> folders(List<Included> files) {
        TreeSet<String> folders = new TreeSet<>();
        addParents(folders, SETTINGS);
        addParents(folders, BootCustomization.PRESTART_FOLDER + "/x");
        files.forEach(included -> addParents(folders, BootCustomization.PRESTART_FOLDER + "/" + included.path()));
        return folders;
    }

    private static void addParents(TreeSet<String> folders, String path) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            folders.add(path.substring(0, slash));
        }
    }
}

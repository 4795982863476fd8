package dev.slipway.windows;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an INF file says of a driver.
 *
 * @param provider who made it, empty if not told
 * @param deviceClass such as {@code Net}; empty if only the class's GUID is told
 * @param classGuid lower case without braces, empty if not told
 * @param version four numbers with dots, empty if not told
 * @param catalogs names of the catalogs beside the INF file, each once
 * @param models the devices, in the order of the file
 * @param architectures of all models
 * @param bootCritical true if the class is one whose drivers Windows may need to start from its disk, or one of the driver's
 *     services starts with the boot loader (StartType 0)
 * @param extension true for an extension INF, which adds to the driver of another
 * @param files that the driver needs: what CopyFiles names, its catalogs and the INF files of CopyINF
 */
public record DriverInf(
        String provider,
        String deviceClass,
        String classGuid,
        Optional<LocalDate> date,
        String version,
        List<String> catalogs,
        List<DriverModel> models,
        Set<DriverArchitecture> architectures,
        boolean bootCritical,
        boolean extension,
        List<DriverFile> files) {
    /** The most bytes of an INF file that are read. */
    public static final int MAX_BYTES = InfFile.MAX_BYTES;

    public DriverInf {
        catalogs = List.copyOf(catalogs);
        models = List.copyOf(models);
        architectures = Set.copyOf(architectures);
        files = List.copyOf(files);
    }

    /**
     * Reads an INF file.
     *
     * @throws InfException if it is damaged, or no driver's INF (without Version section, signature or devices)
     */
    public static DriverInf parse(byte[] bytes) throws InfException {
        return new DriverInfReader(InfFile.parse(bytes)).read();
    }

    /** The first device's description; DRV-2 names a driver so. Empty if no device has one. */
    public String firstDevice() {
        return models.stream()
                .map(DriverModel::description)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }
}

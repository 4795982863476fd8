package dev.slipway.site.library.driver;

import java.util.List;

/**
 * A driver of a source, as the wizard shows it before anything is imported.
 *
 * @param inf path of its INF file in the source
 * @param problem why it cannot be imported, empty if it can
 */
public record DriverPreview(
        String inf,
        String name,
        String provider,
        String deviceClass,
        String driverDate,
        String driverVersion,
        List<String> architectures,
        boolean signed,
        String signer,
        String signatureProblem,
        boolean bootCritical,
        int deviceCount,
        List<String> missing,
        String problem) {
    public DriverPreview {
        architectures = List.copyOf(architectures);
        missing = List.copyOf(missing);
    }

    static DriverPreview broken(String infPath, String problem) {
        return new DriverPreview(
                infPath, infPath, "", "", "", "", List.of(), false, "", "", false, 0, List.of(), problem);
    }
}

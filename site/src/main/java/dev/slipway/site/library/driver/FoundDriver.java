package dev.slipway.site.library.driver;

import dev.slipway.content.SourceFile;
import dev.slipway.site.library.PackageTexts;
import dev.slipway.windows.DriverArchitecture;
import dev.slipway.windows.DriverInf;
import java.util.List;

/**
 * A driver as it lies in a source.
 *
 * @param infPath in the source
 * @param files of the driver, by their paths from the INF file's folder
 */
record FoundDriver(String infPath, DriverInf inf, List<SourceFile> files, List<String> missing, boolean signed) {
    FoundDriver {
        files = List.copyOf(files);
        missing = List.copyOf(missing);
    }

    /** DRV-2: that of the first device. */
    String proposedName() {
        String device = inf.firstDevice();
        return PackageTexts.proposed(device.isBlank() ? infName() : device);
    }

    String infName() {
        return infPath.substring(infPath.lastIndexOf('/') + 1);
    }

    List<String> architectures() {
        return inf.architectures().stream()
                .sorted()
                .map(DriverArchitecture::label)
                .toList();
    }

    /** What the wizard shows before anything is imported. @param problem why it cannot be imported, empty if it can */
    public record Preview(
            String inf,
            String name,
            String provider,
            String deviceClass,
            String driverDate,
            String driverVersion,
            List<String> architectures,
            boolean signed,
            boolean bootCritical,
            int deviceCount,
            List<String> missing,
            String problem) {
        public Preview {
            architectures = List.copyOf(architectures);
            missing = List.copyOf(missing);
        }

        static Preview broken(String infPath, String problem) {
            return new Preview(infPath, infPath, "", "", "", "", List.of(), false, false, 0, List.of(), problem);
        }
    }

    Preview preview() {
        return new Preview(
                infPath,
                proposedName(),
                inf.provider(),
                inf.deviceClass(),
                inf.date().map(Object::toString).orElse(""),
                inf.version(),
                architectures(),
                signed,
                inf.bootCritical(),
                inf.models().size(),
                missing,
                "");
    }
}

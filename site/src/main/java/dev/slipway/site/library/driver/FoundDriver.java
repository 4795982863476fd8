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
record FoundDriver(
        String infPath, DriverInf inf, List<SourceFile> files, List<String> missing, DriverSignature signature) {
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

    DriverPreview preview() {
        return new DriverPreview(
                infPath,
                proposedName(),
                inf.provider(),
                inf.deviceClass(),
                inf.date().map(Object::toString).orElse(""),
                inf.version(),
                architectures(),
                signature.holds(),
                signature.signer(),
                signature.problem(),
                inf.bootCritical(),
                inf.models().size(),
                missing,
                "");
    }
}

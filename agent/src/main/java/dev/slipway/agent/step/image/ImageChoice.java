package dev.slipway.agent.step.image;

import dev.slipway.agent.step.PackageSource;
import dev.slipway.agent.step.StepValues;
import dev.slipway.sequence.StepFailedException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Which image of which file the step names.
 *
 * @param index from 1
 */
record ImageChoice(String packageId, String path, int index) {
    /** A captured image's package, or an upgrade package with {@code sources/install.wim}. */
    static ImageChoice of(StepValues values, PackageSource source)
            throws StepFailedException, IOException, InterruptedException {
        String imagePackage = values.text("ImagePackageID");
        if (!imagePackage.isEmpty()) {
            int index = (int) values.number("OSDImageIndex", 1, Integer.MAX_VALUE, 1);
            return new ImageChoice(imagePackage, path(imagePackage, source.files(imagePackage), ""), index);
        }
        String installPackage = values.text("InstallPackageID");
        if (installPackage.isEmpty()) {
            throw new StepFailedException(
                    "image-unknown", "The step names no image. Choose an operating system image in it.");
        }
        int index = (int) values.number("OSDInstallEditionIndex", 1, Integer.MAX_VALUE, 1);
        String path = path(installPackage, source.files(installPackage), "sources/install.");
        return new ImageChoice(installPackage, path, index);
    }

    private static String path(String packageId, List<PackageSource.PackageFile> files, String prefix)
            throws StepFailedException {
        List<String> images = files.stream()
                .map(PackageSource.PackageFile::path)
                .filter(path -> path.toLowerCase(Locale.ROOT).startsWith(prefix))
                .filter(path -> path.toLowerCase(Locale.ROOT).matches(".*\\.(wim|esd)"))
                .sorted()
                .toList();
        if (images.isEmpty()) {
            throw new StepFailedException(
                    "image-unknown",
                    "Package " + packageId + " holds no " + (prefix.isEmpty() ? "" : prefix)
                            + "WIM file. Choose another package.");
        }
        return images.getFirst();
    }
}

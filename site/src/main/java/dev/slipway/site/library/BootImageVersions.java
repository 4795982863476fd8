package dev.slipway.site.library;

import dev.slipway.site.SlipwayException;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** A boot image's older versions are history only: their files stay for a day, for machines in the middle of a start. */
@Component
class BootImageVersions implements VersionListener {
    @Override
    public void versionAdded(Handle handle, StoredPackage now, PackageVersion added) {
        // Machines are told of the new files when they ask.
    }

    @Override
    public void currentChanged(Handle handle, StoredPackage now) {
        if (now.type() == PackageType.BOOT_IMAGE) {
            throw new SlipwayException(
                    "boot-image-no-rollback",
                    409,
                    now.name() + " (" + now.id() + ") cannot go back: the files of older versions are not kept."
                            + " Add the older boot image from its folder and make it the default.");
        }
    }

    @Override
    public void packageDeleted(Handle handle, StoredPackage gone) {
        // The tables go with the package, and the files when the boot files are tidied.
    }
}

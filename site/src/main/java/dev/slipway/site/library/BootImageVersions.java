package dev.slipway.site.library;

import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** Forgets which files were in versions of a boot image that are not kept any more. */
@Component
class BootImageVersions implements VersionListener {
    @Override
    public void versionAdded(Handle handle, StoredPackage now, PackageVersion added) {
        forgetGone(handle, now);
    }

    @Override
    public void currentChanged(Handle handle, StoredPackage now) {
        forgetGone(handle, now);
    }

    private static void forgetGone(Handle handle, StoredPackage now) {
        if (now.type() == PackageType.BOOT_IMAGE) {
            new BootImageSql(handle).forgetGone(now.id());
        }
    }

    @Override
    public void packageDeleted(Handle handle, StoredPackage gone) {
        // The tables go with the package, and the files when the boot files are tidied.
    }
}

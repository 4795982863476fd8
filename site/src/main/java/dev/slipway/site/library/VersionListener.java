package dev.slipway.site.library;

import org.jdbi.v3.core.Handle;

/** Hears of packages and their versions within the transaction that changes them; what it throws undoes the change. */
public interface VersionListener {
    /** A package got a version, which is its current one now; number 1 is a new package. */
    void versionAdded(Handle handle, StoredPackage now, PackageVersion added);

    /** A package went back to a version that it had kept. */
    void currentChanged(Handle handle, StoredPackage now);

    /** A package is gone. */
    void packageDeleted(Handle handle, StoredPackage gone);
}

package dev.slipway.site.library;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Finds one kind of objects that refer to packages. */
public interface PackageUsers {
    List<PackageUser> usersOf(Handle handle, String packageId);
}

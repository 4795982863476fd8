package dev.slipway.site.library.driver;

import dev.slipway.site.library.PackageUser;
import dev.slipway.site.library.PackageUsers;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** Driver packages use their members. */
@Component
class DriverPackagesAsUsers implements PackageUsers {
    @Override
    public List<PackageUser> usersOf(Handle handle, String packageId) {
        return handle.createQuery("""
                select 'driver package' as kind, p.id, p.name
                from driver_package_member m join package p on p.id = m.package
                where m.driver = :id order by p.id
                """)
                .bind("id", packageId)
                .mapTo(PackageUser.class)
                .list();
    }
}

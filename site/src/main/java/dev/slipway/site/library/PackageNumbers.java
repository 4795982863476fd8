package dev.slipway.site.library;

import org.jdbi.v3.core.Handle;

/** Identifiers of packages and task sequences: the site code and five hexadecimal digits. None is given twice. */
public final class PackageNumbers {
    private static final long LAST = 0xF_FFFF;

    private PackageNumbers() {}

    public static String next(Handle handle, String siteCode) {
        long number = handle.createQuery("""
                insert into package_number (site_code, last) values (:siteCode, 1)
                on conflict (site_code) do update set last = package_number.last + 1
                returning last
                """)
                .bind("siteCode", siteCode)
                .mapTo(Long.class)
                .one();
        if (number > LAST) {
            throw new IllegalStateException("Site " + siteCode + " has given all its package identifiers");
        }
        return "%s%05X".formatted(siteCode, number);
    }
}

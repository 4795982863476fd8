package dev.slipway.site.fleet;

import org.jdbi.v3.core.Handle;

/** Numbers of collections and deployments: none is given twice, not even after a deletion. */
public final class FleetNumber {
    private FleetNumber() {}

    /** @param kind {@code collection} or {@code deployment} */
    public static long next(Handle handle, String kind) {
        return handle.createQuery(
                        "update fleet_number set last_given = last_given + 1 where kind = :kind returning last_given")
                .bind("kind", kind)
                .mapTo(Long.class)
                .one();
    }
}

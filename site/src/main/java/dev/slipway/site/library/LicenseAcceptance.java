package dev.slipway.site.library;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Who agreed to the licence terms of what was added (IMG-3).
 *
 * @param terms where they lie
 */
public record LicenseAcceptance(String terms, Instant acceptedAt, String acceptedBy) {

    static Optional<LicenseAcceptance> of(Handle handle, String packageId) {
        return handle.createQuery("select terms, accepted_at, accepted_by from license_acceptance where package = :id")
                .bind("id", packageId)
                .mapTo(LicenseAcceptance.class)
                .findOne();
    }

    void write(Handle handle, String packageId) {
        handle.execute(
                "insert into license_acceptance (package, terms, accepted_at, accepted_by) values (?, ?, ?, ?)",
                packageId,
                terms,
                acceptedAt,
                acceptedBy);
    }
}

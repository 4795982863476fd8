package dev.slipway.site.library;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** Task sequences use what their steps name. */
@Component
class SequencesAsUsers implements PackageUsers {
    @Override
    public List<PackageUser> usersOf(Handle handle, String packageId) {
        return handle.createQuery("""
                select 'task sequence' as kind, s.id, s.name
                from task_sequence_reference r join task_sequence s on s.id = r.sequence
                where r.package = :id order by s.id
                """)
                .bind("id", packageId)
                .mapTo(PackageUser.class)
                .list();
    }
}

package dev.slipway.site.deployment;

import dev.slipway.protocol.RunPolicy.ContentReference;
import dev.slipway.site.SlipwayException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A task sequence as deployments need it. */
record DeployedSequence(String id, String name, boolean enabled, long revision, String xml) {

    static Optional<DeployedSequence> find(Handle handle, String id) {
        return handle.createQuery("select id, name, enabled, revision, xml from task_sequence where id = :id")
                .bind("id", id)
                .mapTo(DeployedSequence.class)
                .findOne();
    }

    /** Everything but the first is empty when the site has no such package. */
    record Referred(String packageId, String name, String kind, String contentId) {
        ContentReference content() {
            return new ContentReference(packageId, name, kind, contentId);
        }
    }

    /** What the sequence refers to. @throws SlipwayException 409 {@code reference-missing} (ENG-1) */
    static List<ContentReference> contents(Handle handle, String sequence) {
        List<Referred> references = handle.createQuery("""
                select reference.package as package_id, coalesce(package.name, '') as name, coalesce(package.type, '') as kind,
                  coalesce(package.content_id, '') as content_id
                from task_sequence_reference reference left join package on package.id = reference.package
                where reference.sequence = :sequence order by reference.package
                """)
                .bind("sequence", sequence)
                .mapTo(Referred.class)
                .list();
        List<String> missing = references.stream()
                .filter(reference -> reference.kind().isEmpty())
                .map(Referred::packageId)
                .toList();
        if (!missing.isEmpty()) {
            throw new SlipwayException(
                    "reference-missing",
                    409,
                    "The task sequence " + sequence + " refers to packages that this site does not have: "
                            + String.join(", ", missing) + ". Add them, or change the sequence.");
        }
        return references.stream().map(Referred::content).toList();
    }
}

package dev.slipway.site.deployment;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code deployment} with the names of what it joins. */
final class DeploymentTable {
    private static final String SELECT = """
            select deployment.id, deployment.sequence, task_sequence.name as sequence_name, task_sequence.description as sequence_description,
              task_sequence.enabled as sequence_enabled, deployment.collection, collection.name as collection_name, deployment.purpose,
              deployment.available_to, deployment.content_option, deployment.enabled, deployment.comment, deployment.created_at, deployment.created_by
            from deployment
              join task_sequence on task_sequence.id = deployment.sequence
              join collection on collection.id = deployment.collection
            """;

    private DeploymentTable() {}

    static Optional<Deployment> find(Handle handle, String id) {
        return handle.createQuery(SELECT + "where deployment.id = :id")
                .bind("id", id)
                .mapTo(Deployment.class)
                .findOne();
    }

    /** The newest first. */
    static List<Deployment> list(
            Handle handle, @Nullable String sequence, @Nullable String collection, @Nullable String before, int limit) {
        StringBuilder sql = new StringBuilder(SELECT).append("where 1 = 1\n");
        if (sequence != null) {
            sql.append("and deployment.sequence = :sequence\n");
        }
        if (collection != null) {
            sql.append("and deployment.collection = :collection\n");
        }
        if (before != null) {
            sql.append("and deployment.id < :before\n");
        }
        var query = handle.createQuery(
                        sql.append("order by deployment.id desc limit :limit").toString())
                .bind("limit", limit);
        if (sequence != null) {
            query.bind("sequence", sequence);
        }
        if (collection != null) {
            query.bind("collection", collection);
        }
        if (before != null) {
            query.bind("before", before);
        }
        return query.mapTo(Deployment.class).list();
    }

    static List<Deployment> of(Handle handle, List<String> collections) {
        return handle.createQuery(SELECT + "where deployment.collection in (<collections>) order by deployment.id")
                .bindList("collections", collections)
                .mapTo(Deployment.class)
                .list();
    }

    static void insert(Handle handle, Deployment deployment) {
        handle.createUpdate("""
                insert into deployment (id, sequence, collection, purpose, available_to, content_option, enabled, comment, created_at, created_by)
                values (:id, :sequence, :collection, :purpose, :availableTo, :contentOption, :enabled, :comment, :createdAt, :createdBy)
                """)
                .bind("id", deployment.id())
                .bind("sequence", deployment.sequence())
                .bind("collection", deployment.collection())
                .bind("purpose", deployment.purpose())
                .bind("availableTo", deployment.availableTo())
                .bind("contentOption", deployment.contentOption())
                .bind("enabled", deployment.enabled())
                .bind("comment", deployment.comment())
                .bind("createdAt", deployment.createdAt())
                .bind("createdBy", deployment.createdBy())
                .execute();
    }
}

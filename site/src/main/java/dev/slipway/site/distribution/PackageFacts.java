package dev.slipway.site.distribution;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.PackageSettings.Prestage;
import dev.slipway.site.library.PackageSettings.Priority;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What distribution needs to know of a package.
 *
 * @param contentId empty: it has no content of its own
 */
record PackageFacts(
        String id,
        String name,
        String type,
        long version,
        String contentId,
        long sizeBytes,
        Priority priority,
        Prestage prestage,
        boolean onDemand) {
    private static final String SELECT = """
            select id, name, type, source_version as version, content_id, size_bytes, priority, prestage, on_demand from package
            """;

    static Optional<PackageFacts> find(Handle handle, String id) {
        return handle.createQuery(SELECT + " where id = :id")
                .bind("id", id)
                .mapTo(PackageFacts.class)
                .findOne();
    }

    /** @throws SlipwayException 404 {@code package-not-found}; 409 {@code package-without-content} */
    static PackageFacts withContent(Handle handle, String id) {
        PackageFacts found = find(handle, id).orElseThrow(() -> SlipwayException.notFound("package", id));
        if (found.contentId().isEmpty()) {
            throw new SlipwayException(
                    "package-without-content",
                    409,
                    found.name() + " (" + id + ") has no content that could be distributed.");
        }
        return found;
    }

    /**
     * The package itself, or what a task sequence needs: what it refers to, and its boot image (DIST-2).
     *
     * @throws SlipwayException as {@link #withContent}
     */
    static List<PackageFacts> meant(Handle handle, String id) {
        boolean sequence = handle.createQuery("select count(*) from task_sequence where id = :id")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one()
                > 0;
        if (!sequence) {
            return List.of(withContent(handle, id));
        }
        List<PackageFacts> needed = handle.createQuery(SELECT + """
                 where content_id <> '' and (id in (select package from task_sequence_reference where sequence = :id)
                   or id in (select boot_image from task_sequence_boot_image where sequence = :id))
                order by id
                """)
                .bind("id", id)
                .mapTo(PackageFacts.class)
                .list();
        if (needed.isEmpty()) {
            throw new SlipwayException(
                    "package-without-content",
                    409,
                    "The task sequence " + id + " refers to no package with content that could be distributed.");
        }
        return needed;
    }

    static List<PackageFacts> all(Handle handle) {
        return handle.createQuery(SELECT + " where content_id <> '' order by lower(name), id")
                .mapTo(PackageFacts.class)
                .list();
    }

    static Map<String, PackageFacts> ofPoint(Handle handle, String point) {
        return handle
                .createQuery(SELECT + " where id in (select package from distribution where point = :point)")
                .bind("point", point)
                .mapTo(PackageFacts.class)
                .stream()
                .collect(Collectors.toMap(PackageFacts::id, Function.identity()));
    }

    /** DIST-11: what of it a point behind a thin line does not fetch by itself. */
    boolean waitsForPrestaged(DistributionPoint point, Distribution row) {
        return point.prestaged()
                && row.job().kind() == Job.Kind.FETCH
                && switch (prestage) {
                    case AUTOMATIC -> false;
                    case CHANGES_ONLY -> row.present().isEmpty();
                    case MANUAL -> true;
                };
    }

    Distribution.Version current() {
        return new Distribution.Version(version, contentId);
    }
}

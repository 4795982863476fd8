package dev.slipway.site.distribution;

import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes a row as it is afterwards, with its event and what is to be told of it, in the caller's transaction. */
@Component
class DistributionRows {
    static final String TOPIC = "distribution";
    private final Events events;
    private final Clock clock;

    DistributionRows(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    void add(Handle handle, Distribution added) {
        new DistributionSql(handle).save(added);
        events.publish(handle, TOPIC, added.packageId(), Event.Change.CREATED);
        StatusMessage.Kind kind = added.state() == DistributionState.INSTALLED
                ? StatusMessage.Kind.DISTRIBUTED
                : StatusMessage.Kind.DISTRIBUTING;
        tell(handle, kind, added, text(kind, added));
    }

    void change(Handle handle, Distribution before, Distribution after) {
        if (after.equals(before)) {
            return;
        }
        new DistributionSql(handle).save(after);
        events.publish(handle, TOPIC, after.packageId(), Event.Change.CHANGED);
        what(before, after).ifPresent(kind -> tell(handle, kind, after, text(kind, after)));
    }

    void remove(Handle handle, Distribution gone) {
        new DistributionSql(handle).delete(gone);
        events.publish(handle, TOPIC, gone.packageId(), Event.Change.DELETED);
        tell(handle, StatusMessage.Kind.REMOVED, gone, "The content is gone from the point.");
    }

    private static String text(StatusMessage.Kind kind, Distribution row) {
        return row.message().isEmpty() ? "Version " + row.target().number() + words(kind) : row.message();
    }

    private static String words(StatusMessage.Kind kind) {
        return switch (kind) {
            case DISTRIBUTING -> " is on its way to the point.";
            case DISTRIBUTED -> " is at the point.";
            case REMOVING -> " is being removed from the point.";
            case VALIDATING -> " is being checked at the point.";
            case VALIDATED -> " is whole at the point: every block was checked.";
            case PROCESSING,
                    PROCESSED,
                    SNAPSHOT,
                    RETRYING,
                    FAILED,
                    CANCELLED,
                    REMOVED,
                    REMOVAL_FAILED,
                    DAMAGED,
                    REPAIRED -> "";
        };
    }

    private static Optional<StatusMessage.Kind> what(Distribution before, Distribution after) {
        boolean sameJob = before.job().id().equals(after.job().id());
        boolean sameState = before.state() == after.state()
                && before.job().state() == after.job().state();
        if (sameJob && sameState) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (after.state()) {
                    case INSTALLED -> installed(before, after);
                    case INSTALL_PENDING, CONTENT_UPDATING -> sameJob ? null : StatusMessage.Kind.DISTRIBUTING;
                    case INSTALL_RETRYING ->
                        sameJob
                                ? null
                                : after.errorCode().equals(Distribution.DAMAGED)
                                                && before.state() != DistributionState.INSTALL_RETRYING
                                        ? StatusMessage.Kind.DAMAGED
                                        : StatusMessage.Kind.RETRYING;
                    case INSTALL_FAILED ->
                        after.job().state() == Job.State.CANCELLED
                                ? StatusMessage.Kind.CANCELLED
                                : StatusMessage.Kind.FAILED;
                    case REMOVAL_PENDING -> StatusMessage.Kind.REMOVING;
                    case REMOVAL_RETRYING -> null;
                    case REMOVAL_FAILED -> StatusMessage.Kind.REMOVAL_FAILED;
                    case CONTENT_MONITORING -> sameJob ? null : StatusMessage.Kind.VALIDATING;
                });
    }

    private static StatusMessage.@Nullable Kind installed(Distribution before, Distribution after) {
        if (before.state() == DistributionState.CONTENT_MONITORING) {
            return switch (after.job().state()) {
                case FAILED -> StatusMessage.Kind.FAILED;
                case CANCELLED -> StatusMessage.Kind.CANCELLED;
                case COMPLETE, PENDING, READY, STARTED, INPROGRESS, PENDING_RESTART, SUSPENDED ->
                    after.message().isEmpty() ? StatusMessage.Kind.VALIDATED : StatusMessage.Kind.REPAIRED;
            };
        }
        if (before.state() == DistributionState.INSTALLED) {
            return null;
        }
        return before.errorCode().equals(Distribution.DAMAGED)
                ? StatusMessage.Kind.REPAIRED
                : StatusMessage.Kind.DISTRIBUTED;
    }

    private void tell(Handle handle, StatusMessage.Kind kind, Distribution row, String text) {
        tell(handle, kind, row.packageId(), row.pointId(), text);
    }

    /** @param pointId empty: the package as such */
    void tell(Handle handle, StatusMessage.Kind kind, String packageId, String pointId, String text) {
        handle.createUpdate("""
                insert into distribution_status (time, message_id, severity, package, point, text)
                values (:time, :id, :severity, :package, :point, :text)
                """)
                .bind("time", clock.instant())
                .bind("id", kind.id())
                .bind("severity", kind.severity())
                .bind("package", packageId)
                .bind("point", pointId)
                .bind("text", text)
                .execute();
    }

    /** The newest first. @param packageId empty: of all @param pointId empty: of all @param before only lower numbers */
    static List<StatusMessage> messages(Handle handle, String packageId, String pointId, long before, int limit) {
        return handle.createQuery("""
                select number, time, message_id, severity, package as package_id, point as point_id, text from distribution_status
                where (:package = '' or package = :package) and (:point = '' or point = :point) and number < :before
                order by number desc limit :limit
                """)
                .bind("package", packageId)
                .bind("point", pointId)
                .bind("before", before)
                .bind("limit", limit)
                .mapTo(StatusMessage.class)
                .list();
    }
}

package dev.slipway.site.deployment;

import dev.slipway.site.fleet.Collections;
import dev.slipway.site.fleet.Device;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Where a device stands with a deployment (DEP-8).
 *
 * @param runId its latest run
 */
public record DeploymentStatus(
        long deviceId,
        String deviceName,
        State state,
        @Nullable String runId,
        @Nullable String message) {

    public enum State {
        SUCCESS,
        IN_PROGRESS,
        ERROR,
        REQUIREMENTS_NOT_MET,
        /** Has not begun. */
        UNKNOWN
    }

    /** Devices by state. */
    public record Counts(long success, long inProgress, long error, long requirementsNotMet, long unknown) {}

    record ByState(RunState state, long devices) {}

    static Counts counts(Handle handle, Deployment deployment) {
        Map<State, Long> counted = new EnumMap<>(State.class);
        handle.createQuery("""
                select run.state, count(*) as devices from run
                where run.deployment = :deployment and not exists (
                  select 1 from run later where later.deployment = run.deployment and later.device = run.device
                    and (later.started_at > run.started_at or (later.started_at = run.started_at and later.id > run.id)))
                group by run.state
                """)
                .bind("deployment", deployment.id())
                .mapTo(ByState.class)
                .forEach(row -> counted.merge(state(row.state()), row.devices(), Long::sum));
        return new Counts(
                counted.getOrDefault(State.SUCCESS, 0L),
                counted.getOrDefault(State.IN_PROGRESS, 0L),
                counted.getOrDefault(State.ERROR, 0L),
                counted.getOrDefault(State.REQUIREMENTS_NOT_MET, 0L),
                Collections.countMembersWithoutRun(handle, deployment.collection(), deployment.id()));
    }

    record Latest(long device, String deviceName, String id, RunState state, String message) {}

    /** Members of the collection and devices that ran it, by name. A device that ran it may have left the collection: an unknown one does. */
    static List<DeploymentStatus> of(Handle handle, Deployment deployment) {
        Map<Long, DeploymentStatus> all = new HashMap<>();
        for (Device device : Collections.members(handle, deployment.collection())) {
            all.put(device.id(), new DeploymentStatus(device.id(), device.name(), State.UNKNOWN, null, null));
        }
        List<Latest> runs = handle.createQuery("""
                select device, device_name, id, state, message from run where deployment = :deployment order by started_at, id
                """)
                .bind("deployment", deployment.id())
                .mapTo(Latest.class)
                .list();
        for (Latest run : runs) {
            all.put(
                    run.device(),
                    new DeploymentStatus(
                            run.device(),
                            run.deviceName(),
                            state(run.state()),
                            run.id(),
                            run.message().isEmpty() ? null : run.message()));
        }
        return all.values().stream()
                .sorted(Comparator.comparing(
                                (DeploymentStatus s) -> s.deviceName().toLowerCase(Locale.ROOT))
                        .thenComparing(DeploymentStatus::deviceId))
                .toList();
    }

    private static State state(RunState state) {
        return switch (state) {
            case RUNNING, RESTARTING, INTERRUPTED -> State.IN_PROGRESS;
            case SUCCEEDED -> State.SUCCESS;
            case FAILED, CANCELLED -> State.ERROR;
        };
    }
}

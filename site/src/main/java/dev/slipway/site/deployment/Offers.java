package dev.slipway.site.deployment;

import dev.slipway.protocol.Assignments.Purpose;
import dev.slipway.protocol.Registration.Environment;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.site.fleet.Collection;
import dev.slipway.site.fleet.Collections;
import dev.slipway.site.fleet.Device;
import dev.slipway.site.fleet.FleetVariables;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** Which deployments a device may start now. Dates are not looked at: a machine started from the network evaluates none (DEP-3). */
@Component
class Offers {
    /** Names the deployment to start, hidden ones included (DEP-2). */
    static final String PREFERRED = "SMSTSPreferredAdvertID";

    private final FleetVariables variables;

    Offers(FleetVariables variables) {
        this.variables = variables;
    }

    /** @param preferred a deployment that the machine itself named; empty for none */
    List<Deployment> of(Handle handle, Device device, Environment environment, String preferred) {
        List<String> collections =
                Collections.of(handle, device).stream().map(Collection::id).toList();
        Set<String> done = handle
                .createQuery("select deployment from deployment_done where device = :device")
                .bind("device", device.id())
                .mapTo(String.class)
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableSet());
        String named = preferred.isEmpty() ? preferredByVariable(handle, device) : preferred;
        return DeploymentTable.of(handle, collections).stream()
                .filter(Deployment::startable)
                .filter(d -> d.availableTo().offeredIn(environment, d.id().equalsIgnoreCase(named)))
                .filter(d -> d.purpose() == Purpose.AVAILABLE || !done.contains(d.id()))
                .toList();
    }

    private String preferredByVariable(Handle handle, Device device) {
        return variables.effective(handle, device).stream()
                .filter(variable -> variable.name().equalsIgnoreCase(PREFERRED))
                .map(RunPolicy.Variable::value)
                .findFirst()
                .orElse("");
    }
}

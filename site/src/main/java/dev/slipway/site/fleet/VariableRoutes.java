package dev.slipway.site.fleet;

import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class VariableRoutes {
    private final FleetVariables variables;

    VariableRoutes(FleetVariables variables) {
        this.variables = variables;
    }

    record Value(@Nullable String value, @Nullable Boolean secret) {
        @Override
        public String toString() {
            return "Value[]";
        }
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/devices/{deviceId}/variables")
    Page<FleetVariables.Shown> listOfDevice(@PathVariable long deviceId) {
        return Page.whole(variables.list(VariableOwner.device(deviceId)));
    }

    @PutMapping("/devices/{deviceId}/variables/{variableName}")
    FleetVariables.Shown putOnDevice(
            @PathVariable long deviceId, @PathVariable String variableName, @RequestBody Value value) {
        return put(VariableOwner.device(deviceId), variableName, value);
    }

    @DeleteMapping("/devices/{deviceId}/variables/{variableName}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeFromDevice(@PathVariable long deviceId, @PathVariable String variableName) {
        variables.remove(VariableOwner.device(deviceId), variableName);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/collections/{collectionId}/variables")
    Page<FleetVariables.Shown> listOfCollection(@PathVariable String collectionId) {
        return Page.whole(variables.list(VariableOwner.collection(collectionId)));
    }

    @PutMapping("/collections/{collectionId}/variables/{variableName}")
    FleetVariables.Shown putOnCollection(
            @PathVariable String collectionId, @PathVariable String variableName, @RequestBody Value value) {
        return put(VariableOwner.collection(collectionId), variableName, value);
    }

    @DeleteMapping("/collections/{collectionId}/variables/{variableName}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeFromCollection(@PathVariable String collectionId, @PathVariable String variableName) {
        variables.remove(VariableOwner.collection(collectionId), variableName);
    }

    private FleetVariables.Shown put(VariableOwner owner, String name, Value value) {
        if (value.value() == null) {
            throw SlipwayException.invalid("value", "A variable needs a value.");
        }
        return variables.put(owner, name, value.value(), Boolean.TRUE.equals(value.secret()));
    }
}

package dev.slipway.site.library.driver;

import dev.slipway.protocol.Json;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** Brings a driver package's content in step with its members. */
@Component
class UpdateDriverPackage implements OperationWork {
    static final String KIND = "DRIVER_PACKAGE_UPDATE";
    private final DriverPackageComposer composer;

    UpdateDriverPackage(DriverPackageComposer composer) {
        this.composer = composer;
    }

    record Input(String packageId) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String json) throws Exception {
        Input input = Json.decode(json.getBytes(StandardCharsets.UTF_8), Input.class);
        return composer.compose(context, input.packageId());
    }
}

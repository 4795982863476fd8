package dev.slipway.site.library;

import dev.slipway.protocol.Json;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** Compares an image or upgrade package with its source (DIST-3). */
@Component
class RefreshPackage implements OperationWork {
    static final String KIND = "PACKAGE_REFRESH";
    private final TakeIn takeIn;
    private final SourceKinds kinds;

    RefreshPackage(TakeIn takeIn, SourceKinds kinds) {
        this.takeIn = takeIn;
        this.kinds = kinds;
    }

    record Input(PackageType type, String id, boolean verify, boolean scheduled) {
        String encode() {
            return new String(Json.encode(this), StandardCharsets.UTF_8);
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String input) throws Exception {
        Input wanted = Json.decode(input.getBytes(StandardCharsets.UTF_8), Input.class);
        return takeIn.refresh(context, kinds.of(wanted.type()), wanted.id(), wanted.verify(), wanted.scheduled());
    }
}

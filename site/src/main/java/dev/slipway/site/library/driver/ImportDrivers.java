package dev.slipway.site.library.driver;

import dev.slipway.protocol.Json;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.source.Sources;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.stereotype.Component;

/** The import of DRV-1. Begun again after the site stopped, it knows the drivers that it has imported already. */
@Component
class ImportDrivers implements OperationWork {
    static final String KIND = "DRIVER_IMPORT";
    private final Sources sources;
    private final DriverImporter importer;
    private final DriverPackageComposer composer;

    ImportDrivers(Sources sources, DriverImporter importer, DriverPackageComposer composer) {
        this.sources = sources;
        this.importer = importer;
        this.composer = composer;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String json) throws Exception {
        DriverImport wanted = Json.decode(json.getBytes(StandardCharsets.UTF_8), DriverImport.class);
        DriverImporter.Outcome outcome;
        try (DriverSource source = DriverSource.open(sources, wanted.requiredPath(), wanted.account())) {
            outcome = importer.run(context, source, wanted);
        }
        List<String> joining = outcome.joining();
        for (String id : wanted.packageIds()) {
            composer.add(id, joining);
            context.log(
                    wanted.updatesPoints() || !composer.hasContent(id)
                            ? composer.compose(context, id)
                            : id + " gets the drivers into its content when its distribution points are updated.");
        }
        if (joining.isEmpty() && outcome.failed() > 0) {
            throw new SlipwayException("drivers-not-imported", 422, "No driver was imported. " + outcome.sentence());
        }
        return outcome.sentence();
    }
}

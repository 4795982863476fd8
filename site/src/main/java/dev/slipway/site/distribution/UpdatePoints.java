package dev.slipway.site.distribution;

import dev.slipway.protocol.Json;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.PackageActions;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.driver.DriverPackages;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/**
 * Update Distribution Points, as one action (DIST-3): the source is compared with the current version, a changed one becomes the next version, and
 * every point that lags gets what it lacks. When neither the source has changed nor a point lags, nothing happens.
 */
@Component
class UpdatePoints implements OperationWork {
    static final String KIND = "DISTRIBUTION_UPDATE";
    private final Database database;
    private final PackageActions packages;
    private final DriverPackages driverPackages;
    private final Distributions distributions;

    UpdatePoints(
            Database database, PackageActions packages, DriverPackages driverPackages, Distributions distributions) {
        this.driverPackages = driverPackages;
        this.database = database;
        this.packages = packages;
        this.distributions = distributions;
    }

    /** @param verify read the source even if it looks as it did */
    record Input(String packageId, boolean verify) {
        String encode() {
            return new String(Json.encode(this), StandardCharsets.UTF_8);
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String text) throws Exception {
        Input input = Json.decode(text.getBytes(StandardCharsets.UTF_8), Input.class);
        try {
            return compare(context, input) + " " + lag(input.packageId());
        } catch (SlipwayException e) {
            // A source that is away does not keep the points from what the library has.
            throw new SlipwayException(e.code(), e.status(), e.detail() + " " + lag(input.packageId()), e);
        }
    }

    /** A driver package's source are its members. */
    private String compare(OperationContext context, Input input) throws InterruptedException {
        String id = input.packageId();
        Optional<String> compared = packages.get(id).type() == PackageType.DRIVER_PACKAGE
                ? driverPackages.compose(context, id)
                : packages.compare(context, id, input.verify());
        return compared.orElse("It has no source to compare with.");
    }

    /** @return one sentence: which points get the current version now */
    private String lag(String packageId) {
        return database.write(handle -> {
            distributions.update(handle, packageId);
            PackageFacts facts = PackageFacts.withContent(handle, packageId);
            List<String> names = onTheWay(handle, packageId);
            return names.isEmpty()
                    ? "Every point has version " + facts.version() + "."
                    : "Version " + facts.version() + " is on its way to " + String.join(", ", names) + ".";
        });
    }

    private static List<String> onTheWay(Handle handle, String packageId) {
        return new DistributionSql(handle)
                .ofPackage(packageId).stream()
                        .filter(row -> switch (row.state()) {
                            case INSTALL_PENDING, INSTALL_RETRYING, INSTALL_FAILED, CONTENT_UPDATING -> true;
                            case INSTALLED, CONTENT_MONITORING, REMOVAL_PENDING, REMOVAL_RETRYING, REMOVAL_FAILED ->
                                false;
                        })
                        .map(row -> Points.require(handle, row.pointId()).name())
                        .toList();
    }
}

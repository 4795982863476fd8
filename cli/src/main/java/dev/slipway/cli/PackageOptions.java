package dev.slipway.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What people say of every package: when it is added, and later. */
final class PackageOptions {
    @Option(
            names = {"--content-version", "--image-version", "--software-version"},
            paramLabel = "VERSION",
            description = "A free text.")
    @Nullable
    String version;

    @Option(names = "--comment", description = "A free text.")
    @Nullable
    String comment;

    @Option(names = "--source-account", paramLabel = "NAME", description = "Who opens the share; \"\" for nobody.")
    @Nullable
    String sourceAccount;

    void addTo(Map<String, Object> body) {
        Fields.putIfGiven(body, "version", version);
        Fields.putIfGiven(body, "comment", comment);
        Fields.putIfGiven(body, "sourceAccount", sourceAccount);
    }
}

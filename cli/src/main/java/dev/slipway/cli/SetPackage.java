package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes what all packages have in common. */
abstract class SetPackage extends ObjectCommand.Change {
    @Option(names = "--name", description = "The new name.")
    @Nullable
    String name;

    @Mixin
    PackageOptions options = new PackageOptions();

    @Option(
            names = {"--manufacturer", "--publisher"},
            description = "Who made it.")
    @Nullable
    String manufacturer;

    @Option(names = "--language", description = "As en-US.")
    @Nullable
    String language;

    @Option(names = "--architecture", description = "x86, x64 or arm64.")
    @Nullable
    String architecture;

    @Option(names = "--source", paramLabel = "SOURCE", description = "Where a later refresh looks.")
    @Nullable
    String source;

    @Option(names = "--priority", description = "${COMPLETION-CANDIDATES}: which package travels first.")
    @Nullable
    Priority priority;

    @Option(names = "--keep-versions", paramLabel = "NUMBER", description = "The current one counted.")
    @Nullable
    Integer keepVersions;

    @Option(
            names = "--refresh",
            paramLabel = "WHEN",
            description = "How often the source is compared: never, daily, weekly; with a time in UTC: \"daily 02:00\","
                    + " \"weekly sunday 02:00\".")
    @Nullable
    String refresh;

    @Option(
            names = "--prestage",
            description = "${COMPLETION-CANDIDATES}: what points behind a thin line fetch by themselves.")
    @Nullable
    Prestage prestage;

    @Option(
            names = "--on-demand",
            arity = "1",
            paramLabel = "true|false",
            description = "Points fetch it when a machine asks for it.")
    @Nullable
    Boolean onDemand;

    enum Priority {
        high,
        medium,
        low
    }

    enum Prestage {
        automatic,
        changes_only,
        manual;

        @Override
        public String toString() {
            return Fields.word(this);
        }
    }

    /** Fields that only this kind has. */
    Map<String, Object> more() {
        return Map.of();
    }

    @Override
    Map<String, Object> change(SiteClient client) {
        Map<String, Object> body = new LinkedHashMap<>(more());
        options.addTo(body);
        Fields.putIfGiven(body, "name", name);
        Fields.putIfGiven(body, "manufacturer", manufacturer);
        Fields.putIfGiven(body, "language", language);
        Fields.putIfGiven(body, "architecture", architecture);
        Fields.putIfGiven(body, "sourcePath", source == null ? null : Sources.path(source));
        Fields.putIfGiven(body, "priority", Fields.constant(priority));
        Fields.putIfGiven(
                body,
                "refreshSchedule",
                refresh == null ? null : refresh.strip().toUpperCase(Locale.ROOT));
        Fields.putIfGiven(body, "prestage", Fields.constant(prestage));
        Fields.putIfGiven(body, "keepVersions", keepVersions);
        Fields.putIfGiven(body, "onDemand", onDemand);
        return body;
    }
}

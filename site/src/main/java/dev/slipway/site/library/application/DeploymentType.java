package dev.slipway.site.library.application;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One way to install an application. A machine takes the first one whose architecture suits it.
 *
 * @param contentFolder below the application's content; empty for its root
 * @param uninstallCommand may be empty
 * @param requirements for people: what must be there first
 * @param detection at least one rule; all must hold for it to count as installed
 */
public record DeploymentType(
        String name,
        String comment,
        String contentFolder,
        String installCommand,
        String uninstallCommand,
        RunMode runMode,
        List<String> architectures,
        String requirements,
        int estimatedMinutes,
        int maxRunMinutes,
        List<Integer> successCodes,
        List<Integer> restartCodes,
        List<Detection> detection) {
    private static final int ESTIMATED_MINUTES = 10;
    private static final int MOST_RULES = 20;

    public DeploymentType {
        architectures = List.copyOf(architectures);
        successCodes = List.copyOf(successCodes);
        restartCodes = List.copyOf(restartCodes);
        detection = List.copyOf(detection);
    }

    /** As somebody wrote it; what is left out gets its default. */
    public record Draft(
            @Nullable String name,
            @Nullable String comment,
            @Nullable String contentFolder,
            @Nullable String installCommand,
            @Nullable String uninstallCommand,
            @Nullable RunMode runMode,
            @Nullable List<String> architectures,
            @Nullable String requirements,
            @Nullable Integer estimatedMinutes,
            @Nullable Integer maxRunMinutes,
            @Nullable List<Integer> successCodes,
            @Nullable List<Integer> restartCodes,
            @Nullable List<Detection> detection) {

        /** @param at where it stands in the request, {@code deploymentTypes[0]} */
        DeploymentType checked(String at) {
            Input input = new Input(at);
            List<Detection> rules = Objects.requireNonNullElse(detection, List.of());
            input.refuse(
                    rules.isEmpty(),
                    "detection",
                    "Give at least one rule by which a machine sees that it is installed.");
            input.refuse(rules.size() > MOST_RULES, "detection", "At most " + MOST_RULES + " rules.");
            IntStream.range(0, rules.size()).forEach(i -> rules.get(i).check(at + ".detection[" + i + "]"));
            return new DeploymentType(
                    input.name(name),
                    input.text("comment", comment, Input.COMMENT),
                    input.folder("contentFolder", contentFolder),
                    input.required("installCommand", installCommand, Input.COMMAND),
                    input.text("uninstallCommand", uninstallCommand, Input.COMMAND),
                    Objects.requireNonNullElse(runMode, RunMode.SYSTEM),
                    input.architectures(architectures),
                    input.text("requirements", requirements, Input.REQUIREMENTS),
                    input.minutes("estimatedMinutes", estimatedMinutes, ESTIMATED_MINUTES),
                    input.minutes("maxRunMinutes", maxRunMinutes, Input.DEFAULT_MINUTES),
                    input.codes("successCodes", successCodes, Input.SUCCESS),
                    input.codes("restartCodes", restartCodes, Input.RESTART),
                    rules);
        }
    }
}

package dev.slipway.site.library.application;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A command line of a classic package.
 *
 * @param startIn folder below the content; empty for its root
 * @param architectures on which it runs, as {@code x64}; empty: all
 * @param maxRunMinutes 1 to 720
 * @param restartCodes exit codes that mean success and ask for a restart
 */
public record Program(
        String name,
        String comment,
        String commandLine,
        String startIn,
        RunMode runMode,
        List<String> architectures,
        int maxRunMinutes,
        AfterRun afterRun,
        List<Integer> successCodes,
        List<Integer> restartCodes) {

    public Program {
        architectures = List.copyOf(architectures);
        successCodes = List.copyOf(successCodes);
        restartCodes = List.copyOf(restartCodes);
    }

    /** As somebody wrote it; what is left out gets its default. */
    public record Draft(
            @Nullable String name,
            @Nullable String comment,
            @Nullable String commandLine,
            @Nullable String startIn,
            @Nullable RunMode runMode,
            @Nullable List<String> architectures,
            @Nullable Integer maxRunMinutes,
            @Nullable AfterRun afterRun,
            @Nullable List<Integer> successCodes,
            @Nullable List<Integer> restartCodes) {

        /** @param at where it stands in the request, {@code programs[0]} */
        Program checked(String at) {
            Input input = new Input(at);
            return new Program(
                    input.name(name),
                    input.text("comment", comment, Input.COMMENT),
                    input.required("commandLine", commandLine, Input.COMMAND),
                    input.folder("startIn", startIn),
                    Objects.requireNonNullElse(runMode, RunMode.SYSTEM),
                    input.architectures(architectures),
                    input.minutes("maxRunMinutes", maxRunMinutes, Input.DEFAULT_MINUTES),
                    Objects.requireNonNullElse(afterRun, AfterRun.NOTHING),
                    input.codes("successCodes", successCodes, Input.SUCCESS),
                    input.codes("restartCodes", restartCodes, Input.RESTART));
        }
    }
}

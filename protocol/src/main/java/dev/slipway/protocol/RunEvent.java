package dev.slipway.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/**
 * One thing that happened in a run.
 *
 * @param number counts from 1 within a run, without gaps, and goes on after restarts
 * @param time by the machine's clock
 */
public record RunEvent(long number, Instant time, Body body) {

    /** What happened. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = RunStarted.class, name = "runStarted"),
        @JsonSubTypes.Type(value = RunResumed.class, name = "runResumed"),
        @JsonSubTypes.Type(value = StepStarted.class, name = "stepStarted"),
        @JsonSubTypes.Type(value = StepSkipped.class, name = "stepSkipped"),
        @JsonSubTypes.Type(value = StepProgress.class, name = "stepProgress"),
        @JsonSubTypes.Type(value = StepFinished.class, name = "stepFinished"),
        @JsonSubTypes.Type(value = LogLines.class, name = "log"),
        @JsonSubTypes.Type(value = Restarting.class, name = "restarting"),
        @JsonSubTypes.Type(value = RunFinished.class, name = "runFinished")
    })
    public sealed interface Body
            permits RunStarted,
                    RunResumed,
                    StepStarted,
                    StepSkipped,
                    StepProgress,
                    StepFinished,
                    LogLines,
                    Restarting,
                    RunFinished {}

    /** @param stepCount steps that will count in "step n of m" (ENG-12) */
    public record RunStarted(int stepCount) implements Body {}

    /** The machine came back after a restart, wanted or not. */
    public record RunResumed(Registration.Environment environment, int nextStep) implements Body {}

    /**
     * @param step position in document order from 1, groups and disabled steps included
     * @param ordinal number shown to people, "step n of m"
     */
    public record StepStarted(int step, int ordinal, String name, String group, String type) implements Body {}

    /** Disabled, condition false, or not for this environment (ENG-3). */
    public record StepSkipped(int step, String name, String group, String reason) implements Body {}

    /** @param percent 0 to 100 within the step */
    public record StepProgress(int step, int percent, String text) implements Body {}

    /** @param errorCode stable code, empty on success */
    public record StepFinished(
            int step, boolean success, long exitCode, String errorCode, String message, boolean continued)
            implements Body {}

    /** Lines of the step's log, secrets masked. */
    public record LogLines(int step, List<String> lines) implements Body {
        public LogLines {
            lines = List.copyOf(lines);
        }
    }

    /** @param target {@code WinPE} or {@code HD} */
    public record Restarting(String target, String message) implements Body {}

    /** The sequence is over. */
    public record RunFinished(boolean success, String message) implements Body {}
}

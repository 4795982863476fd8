package dev.slipway.sequence;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One action.
 *
 * @param type WMI class of the action, for example {@code SMS_TaskSequence_RebootAction}; empty for MDT's plain commands
 * @param timeout zero when there is none
 * @param successCodes exit codes that count as success; unsigned 32 bit
 * @param retryCount how often to repeat when the computer restarts unexpectedly
 * @param action the command line as imported
 */
public record Step(
        String name,
        String description,
        String type,
        boolean disabled,
        boolean continueOnError,
        RunIn runIn,
        Duration timeout,
        Set<Long> successCodes,
        int retryCount,
        Condition condition,
        String action,
        List<StepProperty> properties,
        int line)
        implements Node {

    /** ConfigMgr's own default: {@code 0 3010}. */
    public static final Set<Long> DEFAULT_SUCCESS_CODES = Set.of(0L, 3010L);

    public Step {
        successCodes = Collections.unmodifiableSet(new LinkedHashSet<>(successCodes));
        properties = List.copyOf(properties);
    }

    /** Finds a property by its WMI property name or its variable name, in any case. */
    public Optional<StepProperty> property(String propertyOrVariable) {
        return properties.stream().filter(p -> p.isCalled(propertyOrVariable)).findFirst();
    }
}

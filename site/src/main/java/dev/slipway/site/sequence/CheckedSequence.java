package dev.slipway.site.sequence;

import dev.slipway.sequence.SequenceException;
import dev.slipway.sequence.SequenceXml;
import dev.slipway.sequence.Step;
import dev.slipway.sequence.StepProperty;
import dev.slipway.sequence.TaskSequence;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayException.InputError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A task sequence's XML that was found good.
 *
 * @param stepCount groups not counted
 * @param references package identifiers that the sequence names, whether the site has them or not (TS-2)
 * @param warnings what will not work as written
 */
record CheckedSequence(String xml, int stepCount, SortedSet<String> references, List<Warning> warnings) {
    private static final Pattern PACKAGE_ID = Pattern.compile("[A-Z0-9]{3}[0-9A-F]{5}");
    private static final String PREFIX = "SMS_TaskSequence_";

    /** Step types that the agent can do. */
    private static final Set<String> DONE = Set.of(
            PREFIX + "RebootAction",
            PREFIX + "PartitionDiskAction",
            PREFIX + "ApplyOperatingSystemAction",
            PREFIX + "ApplyWindowsSettingsAction",
            PREFIX + "RunCommandLineAction",
            PREFIX + "SetVariableAction");

    /** @param line in the XML, from 1; 0 when unknown */
    record Warning(int line, String message) {}

    /** @throws SlipwayException sequence-too-large (TS-6), sequence-invalid with the place */
    static CheckedSequence of(String xml) {
        int bytes = xml.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SequenceXml.MAXIMUM_STORED_LENGTH) {
            throw new SlipwayException(
                    "sequence-too-large",
                    413,
                    "The task sequence has " + bytes + " bytes; it may have at most "
                            + SequenceXml.MAXIMUM_STORED_LENGTH + ". Split it into several.");
        }
        try {
            TaskSequence sequence = SequenceXml.parse(xml);
            return new CheckedSequence(xml, sequence.steps().size(), references(sequence), warnings(sequence));
        } catch (SequenceException e) {
            String message = String.valueOf(e.getMessage());
            InputError place = new InputError("xml", e.code(), message, e.line() > 0 ? e.line() : null, null);
            throw new SlipwayException(
                    "sequence-invalid",
                    422,
                    "The XML is not a task sequence that can be kept. " + message,
                    List.of(place));
        }
    }

    private static SortedSet<String> references(TaskSequence sequence) {
        SortedSet<String> found = new TreeSet<>();
        sequence.references().forEach(reference -> addIfPackage(found, reference.packageId()));
        for (Step step : sequence.steps()) {
            for (StepProperty property : step.properties()) {
                if (namesPackage(property)) {
                    addIfPackage(found, property.value());
                }
            }
        }
        return found;
    }

    private static boolean namesPackage(StepProperty property) {
        return property.name().toLowerCase(Locale.ROOT).endsWith("packageid")
                || property.property().toLowerCase(Locale.ROOT).endsWith("packageid");
    }

    private static void addIfPackage(Set<String> found, String text) {
        if (PACKAGE_ID.matcher(text).matches()) {
            found.add(text);
        }
    }

    private static List<Warning> warnings(TaskSequence sequence) {
        List<Warning> warnings = new ArrayList<>();
        for (Step step : sequence.steps()) {
            if (!DONE.contains(step.type())) {
                String type = step.type().isEmpty() ? "a step without a type" : step.type();
                warnings.add(new Warning(
                        step.line(),
                        "Step \"" + step.name() + "\": this version of Slipway cannot do " + type + "; the step "
                                + (step.disabled() ? "is disabled." : "will fail.")));
            }
        }
        return warnings;
    }
}

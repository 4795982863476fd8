package dev.slipway.sequence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Task sequences in XML: a bare {@code sequence} (ConfigMgr, MDT's ts.xml), ConfigMgr 2007's {@code SmsTaskSequencePackage}, and the
 * {@code object.xml} of a console export. Element order inside groups and steps is free, as MDT writes it.
 */
public final class SequenceXml {
    /** TS-6: a stored task sequence has at most 2 MB. */
    public static final int MAXIMUM_STORED_LENGTH = 2 << 20;

    private SequenceXml() {}

    /** @throws SequenceException with a stable code and the line, for text that is no task sequence */
    public static TaskSequence parse(String text) throws SequenceException {
        return sequence(root(XmlReader.read(text), 0));
    }

    /** The sequence as text, in the dialect it came in. */
    public static String write(TaskSequence sequence) {
        return XmlWriter.write(sequence.document());
    }

    private static XmlElement root(XmlElement element, int depth) throws SequenceException {
        return switch (element.name()) {
            case "sequence" -> element;
            case "SmsTaskSequencePackage" ->
                element.child("SequenceData")
                        .flatMap(data -> data.child("sequence"))
                        .orElseThrow(() -> notASequence(element, "has no SequenceData with a sequence"));
            case "INSTANCE" -> {
                // The qualifier CIMTYPE has a VALUE of its own: only the property's direct child counts.
                XmlElement value = element.children("PROPERTY").stream()
                        .filter(p -> p.attribute("NAME").equals("Sequence"))
                        .flatMap(p -> p.children("VALUE").stream())
                        .findFirst()
                        .orElseThrow(() -> notASequence(element, "has no property Sequence"));
                if (depth > 0) {
                    throw notASequence(element, "holds another object instead of a sequence");
                }
                yield root(XmlReader.read(value.text().strip()), depth + 1);
            }
            default -> throw notASequence(element, "is not one of sequence, SmsTaskSequencePackage, INSTANCE");
        };
    }

    private static SequenceException notASequence(XmlElement element, String why) {
        return new SequenceException(
                "not-a-task-sequence",
                element.line(),
                "This is no task sequence: element '" + element.name() + "' " + why);
    }

    private static TaskSequence sequence(XmlElement root) throws SequenceException {
        TaskSequence.Dialect dialect =
                root.has("name") || usesMdt(root) ? TaskSequence.Dialect.MDT : TaskSequence.Dialect.CONFIGMGR;
        List<StepProperty> globals = new ArrayList<>();
        for (XmlElement list : root.children("globalVarList")) {
            globals.addAll(properties(list));
        }
        List<TaskSequence.Reference> references = root.children("referenceList").stream()
                .flatMap(list -> list.children("reference").stream())
                .map(r -> new TaskSequence.Reference(
                        r.attribute("package"), r.attribute("program"), r.attribute("application")))
                .toList();
        return new TaskSequence(root.attribute("version"), dialect, nodes(root), globals, references, root);
    }

    private static boolean usesMdt(XmlElement element) {
        return element.attribute("type").startsWith("BDD_")
                || element.has("expand")
                || element.children().stream().anyMatch(SequenceXml::usesMdt);
    }

    private static List<Node> nodes(XmlElement parent) throws SequenceException {
        List<Node> nodes = new ArrayList<>();
        for (XmlElement child : parent.children()) {
            switch (child.name()) {
                case "group" -> nodes.add(group(child));
                case "step" -> nodes.add(step(child));
                case "subtasksequence" -> nodes.add(subSequence(child));
                case "condition", "action", "referenceList", "globalVarList" -> {
                    // read where they belong
                }
                default ->
                    throw new SequenceException(
                            "unexpected-element",
                            child.line(),
                            "'" + child.name() + "' cannot stand in '" + parent.name()
                                    + "'; expected group, step or subtasksequence");
            }
        }
        return nodes;
    }

    private static Group group(XmlElement e) throws SequenceException {
        return new Group(
                name(e),
                e.attribute("description"),
                flag(e, "disable"),
                flag(e, "continueOnError"),
                ConditionXml.of(e),
                nodes(e),
                e.line());
    }

    private static Step step(XmlElement e) throws SequenceException {
        return new Step(
                name(e),
                e.attribute("description"),
                e.attribute("type"),
                flag(e, "disable"),
                flag(e, "continueOnError"),
                runIn(e),
                Duration.ofSeconds(number(e, "timeout", 0, Integer.MAX_VALUE)),
                successCodes(e),
                (int) number(e, "retryCount", 0, 1_000),
                ConditionXml.of(e),
                e.child("action").map(XmlElement::text).orElse(""),
                stepProperties(e),
                e.line());
    }

    private static SubSequence subSequence(XmlElement e) throws SequenceException {
        List<StepProperty> properties = stepProperties(e);
        String packageId = properties.stream()
                .filter(p -> p.isCalled("OSDSubTasksequencePackageID"))
                .map(StepProperty::value)
                .findFirst()
                .orElse("");
        return new SubSequence(
                name(e),
                e.attribute("description"),
                flag(e, "disable"),
                flag(e, "continueOnError"),
                ConditionXml.of(e),
                packageId,
                properties,
                e.line());
    }

    private static List<StepProperty> stepProperties(XmlElement e) throws SequenceException {
        List<StepProperty> all = new ArrayList<>();
        for (XmlElement list : e.children("defaultVarList")) {
            all.addAll(properties(list));
        }
        return all;
    }

    private static List<StepProperty> properties(XmlElement list) throws SequenceException {
        List<StepProperty> properties = new ArrayList<>();
        for (XmlElement variable : list.children("variable")) {
            if (variable.attribute("name").isEmpty()
                    && variable.attribute("property").isEmpty()) {
                throw new SequenceException("variable-unnamed", variable.line(), "A variable element has no name");
            }
            properties.add(new StepProperty(
                    variable.attribute("name"),
                    variable.attribute("property"),
                    flag(variable, "hidden"),
                    variable.text()));
        }
        return properties;
    }

    private static String name(XmlElement e) throws SequenceException {
        if (!e.has("name")) {
            throw new SequenceException("node-unnamed", e.line(), "A " + e.name() + " has no name");
        }
        return e.attribute("name");
    }

    private static boolean flag(XmlElement e, String attribute) {
        // MDT writes disable="false" everywhere: the value counts, not the presence.
        return e.attribute(attribute).equalsIgnoreCase("true");
    }

    private static RunIn runIn(XmlElement e) throws SequenceException {
        try {
            return RunIn.of(e.attribute("runIn"));
        } catch (IllegalArgumentException wrong) {
            throw new SequenceException("run-in", e.line(), String.valueOf(wrong.getMessage()));
        }
    }

    private static long number(XmlElement e, String attribute, long ifAbsent, long maximum) throws SequenceException {
        String text = e.attribute(attribute).strip();
        if (text.isEmpty()) {
            return ifAbsent;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 0 && value <= maximum) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // said below, with the line
        }
        throw new SequenceException(
                "number", e.line(), attribute + " is '" + text + "'; it must be a number from 0 to " + maximum);
    }

    private static Set<Long> successCodes(XmlElement e) throws SequenceException {
        String text = e.attribute("successCodeList").strip();
        if (text.isEmpty()) {
            return Step.DEFAULT_SUCCESS_CODES;
        }
        Set<Long> codes = new LinkedHashSet<>();
        for (String code : text.split("\\s+")) {
            try {
                // Some tools write codes as signed numbers; Windows exit codes are unsigned 32 bit.
                codes.add(Long.parseLong(code) & 0xFFFF_FFFFL);
            } catch (NumberFormatException wrong) {
                throw new SequenceException(
                        "success-codes",
                        e.line(),
                        "successCodeList is '" + text + "'; it must be numbers with blanks between");
            }
        }
        return codes;
    }
}

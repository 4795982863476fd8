package dev.slipway.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads condition trees, with the quirks that public files show. */
final class ConditionXml {
    private static final String PREFIX = "SMS_TaskSequence_";

    private ConditionXml() {}

    /** The condition of a group or step; a bare {@code expression} beneath the step is MDT's slip for a condition of one operand. */
    static Condition of(XmlElement node) throws SequenceException {
        List<Condition> operands = new ArrayList<>();
        for (XmlElement condition : node.children("condition")) {
            operands.addAll(operands(condition));
        }
        for (XmlElement expression : node.children("expression")) {
            operands.add(operand(expression));
        }
        return operands.size() == 1 ? operands.getFirst() : new Condition.All(operands);
    }

    private static List<Condition> operands(XmlElement parent) throws SequenceException {
        List<Condition> operands = new ArrayList<>();
        for (XmlElement child : parent.children()) {
            if (!child.name().equals("platformKey")) {
                operands.add(operand(child));
            }
        }
        return operands;
    }

    private static Condition operand(XmlElement e) throws SequenceException {
        return switch (e.name()) {
            case "operator", "osConditionGroup", "osExpressionGroup" -> logical(e);
            case "expression" -> expression(e);
            default ->
                throw new SequenceException(
                        "unexpected-element", e.line(), "'" + e.name() + "' cannot stand in a condition");
        };
    }

    private static Condition logical(XmlElement e) throws SequenceException {
        List<Condition> operands = operands(e);
        return switch (e.attribute("type").toLowerCase(java.util.Locale.ROOT)) {
            case "and" -> new Condition.All(operands);
            case "or" -> new Condition.Any(operands);
            case "not" -> new Condition.None(operands);
            default ->
                throw new SequenceException(
                        "condition-operator",
                        e.line(),
                        "The operator's type is '" + e.attribute("type") + "'; it must be and, or, or not");
        };
    }

    private static Condition expression(XmlElement e) throws SequenceException {
        String type = e.attribute("type");
        return switch (type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type) {
            case "VariableConditionExpression" ->
                new Condition.Variable(required(e, "Variable"), operator(e, "Operator"), value(e, "Value"));
            case "WMIConditionExpression" ->
                new Condition.Wmi(
                        value(e, "Namespace"),
                        required(e, "Query"),
                        e.attribute("ignoreQueryFailure").equalsIgnoreCase("true"));
            case "FileConditionExpression" ->
                new Condition.File(
                        required(e, "Path"),
                        comparison(e, "VersionOperator", "Version"),
                        comparison(e, "DateTimeOperator", "DateTime"));
            case "FolderConditionExpression" ->
                new Condition.Folder(required(e, "Path"), comparison(e, "DateTimeOperator", "DateTime"));
            case "RegistryConditionExpression" ->
                new Condition.Registry(
                        required(e, "KeyPath"),
                        value(e, "Value"),
                        value(e, "Type"),
                        operator(e, "Operator"),
                        value(e, "Data"));
            case "SoftwareConditionExpression" ->
                new Condition.Software(
                        value(e, "ProductCode"),
                        value(e, "UpgradeCode"),
                        value(e, "ProductName"),
                        value(e, "Version"),
                        value(e, "Operator"));
            case "OSConditionExpression" ->
                new Condition.OperatingSystem(value(e, "Architecture"), value(e, "Version"), operator(e, "Operator"));
            default -> new Condition.Unknown(type);
        };
    }

    private static Optional<Condition.Comparison> comparison(XmlElement e, String operator, String value)
            throws SequenceException {
        return value(e, value).isEmpty() && value(e, operator).isEmpty()
                ? Optional.empty()
                : Optional.of(new Condition.Comparison(operator(e, operator), value(e, value)));
    }

    private static Operator operator(XmlElement e, String name) throws SequenceException {
        String text = required(e, name);
        return Operator.of(text)
                .orElseThrow(() -> new SequenceException(
                        "condition-operator", e.line(), "'" + text + "' is no operator of a condition"));
    }

    private static String required(XmlElement e, String name) throws SequenceException {
        String value = value(e, name);
        if (value.isEmpty()) {
            throw new SequenceException(
                    "condition-incomplete",
                    e.line(),
                    "The condition (" + e.attribute("type") + ") lacks '" + name + "'");
        }
        return value;
    }

    private static String value(XmlElement e, String name) {
        return e.children("variable").stream()
                .filter(v -> v.attribute("name").equalsIgnoreCase(name))
                .map(XmlElement::text)
                .findFirst()
                .orElse("");
    }
}

package dev.slipway.sequence;

import java.util.List;
import java.util.Optional;

/** A condition of a group or a step (section 11 of the behaviour specification). */
public sealed interface Condition {
    /** No condition, or an empty one. */
    Condition ALWAYS = new All(List.of());

    /** Every one holds; none to test: true. */
    record All(List<Condition> conditions) implements Condition {
        public All {
            conditions = List.copyOf(conditions);
        }
    }

    /** At least one holds; none to test: false. */
    record Any(List<Condition> conditions) implements Condition {
        public Any {
            conditions = List.copyOf(conditions);
        }
    }

    /** None of them holds: {@code not} over several operands negates each, not their conjunction. */
    record None(List<Condition> conditions) implements Condition {
        public None {
            conditions = List.copyOf(conditions);
        }
    }

    /** A task-sequence variable. */
    record Variable(String name, Operator operator, String value) implements Condition {}

    /** A WQL query: true when at least one instance comes back. */
    record Wmi(String namespace, String query, boolean ignoreFailure) implements Condition {}

    /** A file exists, and where asked has such a version and time (UTC). */
    record File(String path, Optional<Comparison> version, Optional<Comparison> time) implements Condition {}

    /** A folder exists, and where asked has such a time (UTC). */
    record Folder(String path, Optional<Comparison> time) implements Condition {}

    /** A registry value. */
    record Registry(String keyPath, String valueName, String valueType, Operator operator, String data)
            implements Condition {}

    /** An installed MSI product. */
    record Software(String productCode, String upgradeCode, String productName, String version, String operator)
            implements Condition {}

    /** MDT's operating system condition. */
    record OperatingSystem(String architecture, String version, Operator operator) implements Condition {}

    /** A type that this program does not know. */
    record Unknown(String type) implements Condition {}

    /** Right-hand side of a comparison. */
    record Comparison(Operator operator, String value) {}
}

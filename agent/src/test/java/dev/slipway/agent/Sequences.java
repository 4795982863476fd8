package dev.slipway.agent;

import dev.slipway.protocol.ContentOption;
import dev.slipway.protocol.RunPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Task sequences for tests. */
final class Sequences {
    static final String SECRET = "s3cret-value";

    private Sequences() {}

    /** A run of so many steps that write their number. */
    static RunPolicy steps(int count) {
        return policy(xml(count));
    }

    /** The same with content that is downloaded before the first step. */
    static RunPolicy steps(int count, RunPolicy.ContentReference content) {
        return policy(xml(count), List.of(content), ContentOption.BEFORE_START);
    }

    private static String xml(int count) {
        StringBuilder xml = new StringBuilder("<sequence version=\"3.10\">");
        for (int i = 1; i <= count; i++) {
            xml.append("<step type=\"")
                    .append(AgentChild.STEP)
                    .append("\" name=\"")
                    .append(i)
                    .append("\"><action/><defaultVarList/></step>");
        }
        return xml.append("</sequence>").toString();
    }

    static RunPolicy policy(String xml) {
        return policy(xml, List.of(), null);
    }

    private static RunPolicy policy(
            String xml, List<RunPolicy.ContentReference> contents, @Nullable ContentOption option) {
        return new RunPolicy(
                "run-1",
                "D1",
                "SLP00001",
                "Test sequence",
                xml,
                "SLP",
                "Example",
                List.of(new RunPolicy.Variable("Secret", SECRET, true)),
                contents,
                option);
    }
}

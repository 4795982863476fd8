package dev.slipway.agent;

import dev.slipway.protocol.RunPolicy;
import java.util.List;

/** Task sequences for tests. */
final class Sequences {
    static final String SECRET = "s3cret-value";

    private Sequences() {}

    /** A run of so many steps that write their number. */
    static RunPolicy steps(int count) {
        StringBuilder xml = new StringBuilder("<sequence version=\"3.10\">");
        for (int i = 1; i <= count; i++) {
            xml.append("<step type=\"")
                    .append(AgentChild.STEP)
                    .append("\" name=\"")
                    .append(i)
                    .append("\"><action/><defaultVarList/></step>");
        }
        return policy(xml.append("</sequence>").toString());
    }

    static RunPolicy policy(String xml) {
        return new RunPolicy(
                "run-1",
                "D1",
                "SLP00001",
                "Test sequence",
                xml,
                "SLP",
                "Example",
                List.of(new RunPolicy.Variable("Secret", SECRET, true)),
                List.of());
    }
}

package dev.slipway.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a machine needs to run a task sequence. It may hold secrets: only an approved machine gets it, over TLS.
 *
 * @param sequenceXml the sequence as ConfigMgr writes it
 * @param variables collection and device variables, already merged (VAR-2)
 * @param contents what the sequence refers to, by package identifier
 * @param contentOption null from a site that does not know it: {@link ContentOption#WHEN_NEEDED}
 */
public record RunPolicy(
        String runId,
        String deploymentId,
        String sequenceId,
        String sequenceName,
        String sequenceXml,
        String siteCode,
        String organisation,
        List<Variable> variables,
        List<ContentReference> contents,
        @Nullable ContentOption contentOption) {

    public RunPolicy {
        variables = List.copyOf(variables);
        contents = List.copyOf(contents);
    }

    /** Whether everything must lie on this machine before the first step. */
    public boolean downloadsFirst() {
        return contentOption == ContentOption.BEFORE_START;
    }

    /** A variable; a secret one is masked wherever it is shown (VAR-3). */
    public record Variable(String name, String value, boolean secret) {
        @Override
        public String toString() {
            return name + "=" + (secret ? "********" : value);
        }
    }

    /**
     * Content of a package.
     *
     * @param contentId SHA-256 of the manifest, lower-case hex
     * @param kind for example {@code OS_IMAGE}
     */
    public record ContentReference(String packageId, String name, String kind, String contentId) {}
}

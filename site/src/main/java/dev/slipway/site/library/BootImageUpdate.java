package dev.slipway.site.library;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rebuild would change (BOOT-5).
 *
 * @param siteAgentVersion null when the site has no agent
 * @param outdated whether agent, components or the understanding of customisations are behind
 * @param reasons why, in sentences
 * @param possible whether this site can rebuild
 * @param obstacle why not; empty when it can
 */
public record BootImageUpdate(
        @Nullable String kernelVersion,
        @Nullable String agentVersion,
        String agentBuild,
        @Nullable String siteAgentVersion,
        @Nullable String siteAgentBuild,
        boolean outdated,
        List<String> reasons,
        boolean possible,
        String obstacle) {}

package dev.slipway.site.library;

import dev.slipway.media.AgentFiles;
import dev.slipway.media.BootImageException;
import dev.slipway.site.SlipwayException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The agent that came with this site: what boot images are rebuilt with and what the client package holds. */
@Component
public class SiteAgent {
    private final Path folder;

    /** @param folder of {@code slipway.agent}: with the agent's jar and those of its libraries, directly or in {@code lib} */
    SiteAgent(@Value("${slipway.agent:}") String folder) {
        this.folder = folder.isBlank()
                ? Path.of(System.getProperty("slipway.home", "."), "agent", "target")
                        .toAbsolutePath()
                        .normalize()
                : Path.of(folder).toAbsolutePath().normalize();
    }

    public Path folder() {
        return folder;
    }

    /** Empty when the folder holds none. */
    public Optional<AgentFiles> files() {
        try {
            return Optional.of(AgentFiles.of(folder));
        } catch (BootImageException e) {
            return Optional.empty();
        }
    }

    /** @throws SlipwayException 409 {@code agent-missing} */
    public AgentFiles require() {
        return files().orElseThrow(() -> new SlipwayException("agent-missing", 409, whyNot()));
    }

    public String whyNot() {
        return folder + " holds no agent. Name the folder with its jars in the setting slipway.agent.";
    }
}

package dev.slipway.site.library.application;

import dev.slipway.media.AgentFiles;
import dev.slipway.site.Caller;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.PackageVersion;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.SiteAgent;
import dev.slipway.site.library.StoredPackage;
import dev.slipway.site.operation.Operations;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The agent as a package that can be distributed like any other. The site makes it by itself: at a start, when the agent that came with
 * it is another one than the package's. Nobody can delete it.
 */
@Component
public class ClientPackage {
    static final String NAME = "Slipway client";
    private static final Logger LOG = LoggerFactory.getLogger(ClientPackage.class);
    private final Database database;
    private final Packages packages;
    private final Operations operations;
    private final SiteAgent agent;

    ClientPackage(Database database, Packages packages, Operations operations, SiteAgent agent) {
        this.database = database;
        this.packages = packages;
        this.operations = operations;
        this.agent = agent;
    }

    /** Empty while the site has never had an agent. */
    public Optional<StoredPackage> find() {
        return packages.ofType(PackageType.CLIENT_PACKAGE).stream().findFirst();
    }

    @EventListener(ApplicationReadyEvent.class)
    void bringUpToDate() {
        Optional<AgentFiles> files = agent.files();
        if (files.isEmpty()) {
            LOG.info("No client package: {}", agent.whyNot());
            return;
        }
        if (!build().equals(Optional.of(files.get().build()))) {
            database.change(handle -> operations.submit(
                    handle, MakeClientPackage.KIND, "Make the client package", null, "{}", Caller.SITE));
        }
    }

    /** Which agent the package holds, as {@link AgentFiles#build} tells them apart. */
    Optional<String> build() {
        return find().flatMap(client -> packages.versions(client.type(), client.id()).stream()
                .filter(version -> version.number() == client.sourceVersion())
                .map(PackageVersion::sourceStamp)
                .findFirst());
    }
}

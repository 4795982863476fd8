package dev.slipway.site.library.application;

import dev.slipway.content.ContentCutter;
import dev.slipway.content.ContentException;
import dev.slipway.content.SourceFile;
import dev.slipway.media.AgentFiles;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import dev.slipway.site.library.NewPackage;
import dev.slipway.site.library.NewVersion;
import dev.slipway.site.library.PackageChange;
import dev.slipway.site.library.PackageTexts;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.SiteAgent;
import dev.slipway.site.library.SourceRefusal;
import dev.slipway.site.library.StoredPackage;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** Takes the agent's jars into the content store as the client package, or as its next version. */
@Component
class MakeClientPackage implements OperationWork {
    static final String KIND = "CLIENT_PACKAGE_MAKE";
    private final Database database;
    private final Content content;
    private final Packages packages;
    private final ClientPackage client;
    private final SiteAgent agent;

    MakeClientPackage(Database database, Content content, Packages packages, ClientPackage client, SiteAgent agent) {
        this.database = database;
        this.content = content;
        this.packages = packages;
        this.client = client;
        this.agent = agent;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String input) throws Exception {
        AgentFiles files = agent.require();
        if (client.build().equals(Optional.of(files.build()))) {
            return "The client package holds this agent already.";
        }
        Optional<StoredPackage> before = client.find();
        List<SourceFile> jars = files.jars().stream()
                .map(jar -> new SourceFile(jar.getFileName().toString(), jar, new ContentCutter()))
                .toList();
        AtomicReference<String> id = new AtomicReference<>("");
        try {
            content.add(
                    jars,
                    (done, total) -> context.progress(AddSoftware.percent(done, total), "Adding to the content store"),
                    added -> database.change(handle -> {
                        NewVersion version = NewVersion.of(
                                added,
                                agent.folder().toString(),
                                files.build(),
                                "Agent " + files.version() + ", build " + files.build(),
                                context.createdBy());
                        id.set(name(handle, before, version, files));
                        context.subject(handle, id.get());
                    }));
        } catch (ContentException e) {
            throw SourceRefusal.of(e);
        }
        if (before.isPresent()) {
            packages.change(
                    PackageType.CLIENT_PACKAGE,
                    id.get(),
                    PackageChange.ofTexts(null, PackageTexts.proposedVersion(files.version()), null));
        }
        return "The client package %s holds agent %s, build %s.".formatted(id.get(), files.version(), files.build());
    }

    private String name(Handle handle, Optional<StoredPackage> before, NewVersion version, AgentFiles files) {
        if (before.isPresent()) {
            packages.addVersion(handle, before.get().id(), version);
            return before.get().id();
        }
        NewPackage wanted = new NewPackage(
                PackageType.CLIENT_PACKAGE,
                ClientPackage.NAME,
                PackageTexts.proposedVersion(files.version()),
                "The agent, made by the site itself");
        return packages.register(handle, wanted, version).id();
    }
}

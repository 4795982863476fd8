package dev.slipway.agent.content;

import dev.slipway.agent.machine.SiteClock;
import dev.slipway.agent.site.Backoff;
import dev.slipway.agent.site.SiteConnection;
import dev.slipway.agent.step.PackageSource;
import dev.slipway.content.Manifest;
import dev.slipway.content.RemoteContent;
import dev.slipway.content.RemoteFile;
import dev.slipway.content.RetryPolicy;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.protocol.RunPolicy.ContentReference;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.wim.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The packages that a run's policy names, fetched from the places that the site names. The manifest comes over the pinned connection and
 * must have the hash that the policy says; every block must have the hash that the manifest says.
 */
public final class SitePackages implements PackageSource {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final RetryPolicy RETRY =
            new RetryPolicy(Duration.ofMinutes(10), Duration.ofMillis(500), Duration.ofSeconds(15));

    private final RunPolicy policy;
    private final SiteConnection site;
    private final SiteClock clock;
    private final Consumer<String> log;
    private final Map<String, RemoteContent> opened = new HashMap<>();

    public SitePackages(RunPolicy policy, SiteConnection site, SiteClock clock, Consumer<String> log) {
        this.policy = policy;
        this.site = site;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public List<PackageFile> files(String packageId) throws StepFailedException, IOException, InterruptedException {
        return content(packageId).manifest().files().stream()
                .map(file -> new PackageFile(file.path(), file.size()))
                .toList();
    }

    @Override
    public OpenFile open(String packageId, String path) throws StepFailedException, IOException, InterruptedException {
        RemoteContent content = content(packageId);
        if (content.manifest().file(path).isEmpty()) {
            throw new StepFailedException(
                    "package-file",
                    "Package " + packageId + " has no file '" + path + "'. Check the package's content.");
        }
        return new Remote(content.file(path));
    }

    @Override
    public synchronized List<String> origins(String packageId) throws StepFailedException {
        RemoteContent content = opened.get(reference(packageId).contentId());
        return content == null
                ? List.of()
                : content.bytesBySource().entrySet().stream()
                        .map(origin -> origin.getValue() + " bytes from " + origin.getKey())
                        .toList();
    }

    private record Remote(RemoteFile file) implements OpenFile {
        @Override
        public void prefetch(List<ByteRange> ranges) {
            file.prefetch(ranges);
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void readFully(long position, ByteBuffer destination) throws IOException {
            file.readFully(position, destination);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private synchronized RemoteContent content(String packageId)
            throws StepFailedException, IOException, InterruptedException {
        ContentReference reference = reference(packageId);
        RemoteContent known = opened.get(reference.contentId());
        if (known == null) {
            known = open(reference);
            opened.put(reference.contentId(), known);
        }
        return known;
    }

    private RemoteContent open(ContentReference reference) throws IOException, InterruptedException {
        String run = policy.runId();
        String id = reference.contentId();
        Backoff backoff = new Backoff(PATIENCE, log);
        Manifest manifest = Manifest.decode(backoff.run(() -> site.manifest(run, id)));
        if (!manifest.contentId().hex().equals(id)) {
            throw new IOException("The site's manifest of " + reference.name()
                    + " is not the one that the policy names (" + id + "). Distribute the package again.");
        }
        return new RemoteContent(manifest, new Places(site, clock, run, manifest.contentId()), RETRY);
    }

    private ContentReference reference(String packageId) throws StepFailedException {
        return policy.contents().stream()
                .filter(reference -> reference.packageId().equalsIgnoreCase(packageId))
                .findFirst()
                .orElseThrow(() -> new StepFailedException(
                        "package-unknown",
                        "The run's policy names no package '" + packageId
                                + "'. Check that the package exists and that the task sequence refers to it."));
    }
}

package dev.slipway.site.deployment;

import dev.slipway.protocol.Assignments.Purpose;
import dev.slipway.protocol.ContentOption;
import dev.slipway.protocol.RunPolicy.ContentReference;
import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.database.Database;
import dev.slipway.site.distribution.Distributions;
import dev.slipway.site.fleet.Collection;
import dev.slipway.site.fleet.Collections;
import dev.slipway.site.fleet.FleetNumber;
import dev.slipway.site.library.ImageMulticast;
import dev.slipway.site.operation.Event.Change;
import dev.slipway.site.operation.Events;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What people do with deployments. */
@Component
public class Deployments {
    private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);
    private final Database database;
    private final Events events;
    private final SlipwayProperties properties;
    private final Clock clock;

    Deployments(Database database, Events events, SlipwayProperties properties, Clock clock) {
        this.database = database;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
    }

    /** What a new deployment is made of. */
    public record Wanted(
            String sequence,
            String collection,
            Purpose purpose,
            AvailableTo availableTo,
            ContentOption contentOption,
            String comment) {}

    /** Newest first. @param sequence only deployments of this sequence @param collection only deployments to it */
    public Page<Deployment> list(
            @Nullable String sequence, @Nullable String collection, @Nullable String after, int limit) {
        int most = Math.clamp(limit, 1, Page.MOST);
        return Page.cut(
                database.read(handle -> DeploymentTable.list(handle, sequence, collection, after, most + 1)),
                most,
                Deployment::id);
    }

    public Deployment get(String id) {
        return database.read(handle -> get(handle, id));
    }

    private static Deployment get(Handle handle, String id) {
        return DeploymentTable.find(handle, id).orElseThrow(() -> SlipwayException.notFound("deployment", id));
    }

    /**
     * @throws SlipwayException 422 {@code sequence-not-found}, {@code collection-not-found}; 409 {@code sequence-disabled},
     *     {@code reference-missing}, {@code content-not-distributed} (IMG-7), {@code no-boot-image}, {@code download-first-needs-clients} (CON-1),
     *     {@code multicast-only-needs-download-when-needed}, {@code multicast-service-missing} (IMG-8)
     */
    public Deployment create(Wanted wanted, Caller caller) {
        return database.write(handle -> {
            DeployedSequence sequence = DeployedSequence.find(handle, wanted.sequence())
                    .orElseThrow(() -> missing("sequence", "task sequence", wanted.sequence()));
            Collection collection = Collections.find(handle, wanted.collection())
                    .orElseThrow(() -> missing("collection", "collection", wanted.collection()));
            check(handle, sequence, wanted);
            // ConfigMgr writes an advertisement's identifier this way: site code, 2, four hex digits.
            String id = properties.siteCode() + "2%04X".formatted(FleetNumber.next(handle, "deployment"));
            Deployment deployment = new Deployment(
                    id,
                    sequence.id(),
                    sequence.name(),
                    "",
                    true,
                    collection.id(),
                    collection.name(),
                    wanted.purpose(),
                    wanted.availableTo(),
                    wanted.contentOption(),
                    true,
                    wanted.comment(),
                    clock.instant(),
                    caller.name());
            DeploymentTable.insert(handle, deployment);
            events.publish(handle, "deployment", id, Change.CREATED);
            LOG.info(
                    "{} deployed {} to {} ({}, {}): {}",
                    caller.name(),
                    sequence.name(),
                    collection.name(),
                    wanted.purpose(),
                    wanted.availableTo(),
                    id);
            return get(handle, id);
        });
    }

    private static SlipwayException missing(String kind, String words, String id) {
        return new SlipwayException(
                kind + "-not-found", 422, "There is no " + words + " " + id + "; choose one that exists.");
    }

    private static void check(Handle handle, DeployedSequence sequence, Wanted wanted) {
        if (!sequence.enabled()) {
            throw new SlipwayException(
                    "sequence-disabled",
                    409,
                    "The task sequence " + sequence.name() + " (" + sequence.id()
                            + ") is disabled and would not start. Enable it first.");
        }
        List<String> packages = DeployedSequence.contents(handle, sequence.id()).stream()
                .map(ContentReference::packageId)
                .toList();
        if (wanted.contentOption() == ContentOption.BEFORE_START
                && wanted.availableTo().reachesNetworkBoot()) {
            throw new SlipwayException(
                    "download-first-needs-clients",
                    409,
                    "Machines that start from the network or from media have nowhere to put all content before the task sequence starts. "
                            + "Let them download when needed, or make the deployment available to installed systems only.");
        }
        ImageMulticast.requireDeliverable(handle, packages, wanted.contentOption());
        Distributions.requireSomewhere(handle, packages);
        long bootImages = handle.createQuery("select count(*) from boot_image")
                .mapTo(Long.class)
                .one();
        if (wanted.availableTo().reachesNetworkBoot() && bootImages == 0) {
            throw new SlipwayException(
                    "no-boot-image",
                    409,
                    "Machines started from the network need a boot image, and this site has none. Build one with "
                            + "\"slipway bootimage build\" and add it.");
        }
    }

    public Deployment enable(String id, boolean enabled) {
        return database.write(handle -> {
            get(handle, id);
            handle.execute("update deployment set enabled = ? where id = ?", enabled, id);
            events.publish(handle, "deployment", id, Change.CHANGED);
            return get(handle, id);
        });
    }

    /** Its runs stay as history; one that is going on ends as if nothing had happened. */
    public void delete(String id) {
        database.change(handle -> {
            get(handle, id);
            handle.execute("delete from deployment where id = ?", id);
            events.publish(handle, "deployment", id, Change.DELETED);
        });
    }

    /** Where each device of the collection stands, by name. */
    public Page<DeploymentStatus> devices(String id, @Nullable String after, int limit) {
        List<DeploymentStatus> all = database.read(handle -> DeploymentStatus.of(handle, get(handle, id)));
        return Page.of(all, after, limit, status -> Long.toString(status.deviceId()));
    }

    public DeploymentStatus.Counts counts(Deployment deployment) {
        return database.read(handle -> DeploymentStatus.counts(handle, deployment));
    }
}

package dev.slipway.site.deployment;

import dev.slipway.protocol.Assignments.Purpose;
import dev.slipway.protocol.Registration.Environment;
import dev.slipway.protocol.RunPolicy.ContentReference;
import dev.slipway.sequence.SequenceException;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.fleet.Device;
import dev.slipway.site.library.ImageMulticast;
import dev.slipway.site.operation.Event.Change;
import dev.slipway.site.operation.Events;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Begins a run: from now on it has its own copy of the sequence and of what that refers to. */
@Component
class RunStarter {
    private static final Logger LOG = LoggerFactory.getLogger(RunStarter.class);
    private final Offers offers;
    private final Events events;
    private final Clock clock;

    RunStarter(Offers offers, Events events, Clock clock) {
        this.offers = offers;
        this.events = events;
        this.clock = clock;
    }

    Run start(Handle handle, Device device, Environment environment, String deploymentId) {
        // Takes the row's lock where there is one: a machine that asks twice at once must not get two runs.
        handle.execute("update device set last_seen_at = last_seen_at where id = ?", device.id());
        RunTable.active(handle, device.id()).ifPresent(active -> {
            throw new SlipwayException(
                    "run-active",
                    409,
                    device.name() + " has not ended " + active.sequenceName() + " (run " + active.id()
                            + "). It goes on with that one; cancel it in the console to start another.");
        });
        Deployment deployment = offers.of(handle, device, environment, deploymentId).stream()
                .filter(offer -> offer.id().equalsIgnoreCase(deploymentId))
                .findFirst()
                .orElseThrow(() -> new SlipwayException(
                        "deployment-not-offered",
                        409,
                        "The deployment " + deploymentId + " is not offered to " + device.name()
                                + ": it does not exist, is disabled or done, or is meant for other machines."));
        return begin(handle, device, environment, deployment);
    }

    private Run begin(Handle handle, Device device, Environment environment, Deployment deployment) {
        DeployedSequence sequence =
                DeployedSequence.find(handle, deployment.sequence()).orElseThrow();
        List<ContentReference> contents = DeployedSequence.contents(handle, deployment.sequence());
        // The sequence, or what it names, may have changed since it was deployed.
        ImageMulticast.requireDeliverable(
                handle, contents.stream().map(ContentReference::packageId).toList(), deployment.contentOption());
        SequenceOutline outline = outline(sequence);
        Instant now = clock.instant();
        Run run = new Run(
                UUID.randomUUID().toString(),
                deployment.id(),
                device.id(),
                device.name(),
                sequence.id(),
                sequence.name(),
                sequence.revision(),
                RunState.RUNNING,
                environment,
                outline.stepCount(),
                0,
                0,
                0,
                0,
                "",
                "",
                Optional.empty(),
                "",
                now,
                now,
                Optional.empty());
        RunTable.insert(handle, run, sequence.xml());
        RunTable.keep(handle, run.id(), deployment.contentOption());
        StepTable.insert(
                handle,
                run.id(),
                outline.lines().stream().map(StepTable::waiting).toList());
        for (ContentReference content : contents) {
            handle.execute(
                    "insert into run_content (run, package, name, kind, content_id) values (?, ?, ?, ?, ?)",
                    run.id(),
                    content.packageId(),
                    content.name(),
                    content.kind(),
                    content.contentId());
        }
        if (deployment.purpose() == Purpose.REQUIRED) {
            handle.execute(
                    "insert into deployment_done (deployment, device, done_at) values (?, ?, ?) on conflict do nothing",
                    deployment.id(),
                    device.id(),
                    now);
        }
        events.publish(handle, "run", run.id(), Change.CREATED);
        events.publish(handle, "device", device.id(), Change.CHANGED);
        events.publish(handle, "deployment", deployment.id(), Change.CHANGED);
        LOG.info("{} started {} (run {})", device.name(), sequence.name(), run.id());
        return run;
    }

    private static SequenceOutline outline(DeployedSequence sequence) {
        try {
            return SequenceOutline.of(sequence.xml());
        } catch (SequenceException e) {
            throw new SlipwayException(
                    "sequence-invalid",
                    409,
                    "The task sequence " + sequence.name() + " (" + sequence.id() + ") cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Secret values in a run's sequence; none when the run is over and has forgotten it. */
    static List<String> secrets(String xml) {
        if (xml.isEmpty()) {
            return List.of();
        }
        try {
            return SequenceOutline.of(xml).secrets();
        } catch (SequenceException e) {
            throw new IllegalStateException("A run holds a sequence that was readable when it began", e);
        }
    }
}

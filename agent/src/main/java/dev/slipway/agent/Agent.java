package dev.slipway.agent;

import dev.slipway.agent.console.Console;
import dev.slipway.agent.console.Menu;
import dev.slipway.agent.content.SitePackages;
import dev.slipway.agent.log.Severity;
import dev.slipway.agent.machine.MachineKey;
import dev.slipway.agent.machine.SiteClock;
import dev.slipway.agent.restart.Restarter;
import dev.slipway.agent.restart.Staging;
import dev.slipway.agent.run.LocalRun;
import dev.slipway.agent.run.RunEnd;
import dev.slipway.agent.run.TaskRun;
import dev.slipway.agent.site.Backoff;
import dev.slipway.agent.site.SiteConnection;
import dev.slipway.agent.site.SiteException;
import dev.slipway.agent.step.DownloadedPackages;
import dev.slipway.agent.step.PackageSource;
import dev.slipway.agent.step.StepTools;
import dev.slipway.agent.volume.StateSearch;
import dev.slipway.protocol.Assignments;
import dev.slipway.protocol.Assignments.Offer;
import dev.slipway.protocol.MachineIdentity;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.sequence.Environment;
import dev.slipway.sequence.Restart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** From the start of the machine to its next restart: introduce it, find what is to run, run it. */
public final class Agent {
    /** With a run on its own disk the machine need not wait for the site. */
    private static final Duration SITE_PATIENCE = Duration.ofMinutes(1);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);
    private static final long CANCELLED_SECONDS = 30;
    private static final long NOTHING_SECONDS = 10;

    private final AgentSettings settings;
    private final Console console;
    private final MachineIdentity identity;
    private final SiteClock clock = new SiteClock();
    private final Restarter restarter;

    public Agent(AgentSettings settings) {
        this.settings = settings;
        this.console = settings.console();
        this.identity = settings.hardware().identity();
        this.restarter = new Restarter(settings.environment(), settings.volumes(), settings.commands(), console::say);
    }

    /** @param resumed whether the run was begun by an earlier start of the agent */
    private record Work(LocalRun run, String machineName, boolean resumed) {}

    /** Returns when the machine is about to restart, or when there is nothing left to do in the installed system. */
    public void run() throws IOException, InterruptedException {
        switch (settings.environment()) {
            case WINPE -> new StateSearch(settings.volumes(), settings.state(), console::say).open();
            case FULL_OS -> settings.state().openInSystem(settings.systemRoot());
        }
        Optional<LocalRun> local = LocalRun.read(settings.state());
        MachineKey key = MachineKey.of(settings.state());
        SiteConnection site = new SiteConnection(settings.address(), key, clock);
        Optional<Work> work = findWork(site, key, local);
        if (work.isEmpty()) {
            leave();
            return;
        }
        after(start(site, work.get()));
    }

    private Optional<Work> findWork(SiteConnection site, MachineKey key, Optional<LocalRun> local)
            throws IOException, InterruptedException {
        try {
            Duration patience = local.isPresent() ? SITE_PATIENCE : Backoff.FOREVER;
            new Introduction(settings, site, clock).make(identity, key, patience);
            return askSite(site, local);
        } catch (IOException away) {
            boolean refused = away instanceof SiteException answer && !answer.isPassing();
            if (local.isEmpty() || refused) {
                throw away;
            }
            console.tell("site.away");
            site.useMachineId(local.get().machineId());
            return Optional.of(new Work(local.get(), "", true));
        }
    }

    private Optional<Work> askSite(SiteConnection site, Optional<LocalRun> local)
            throws IOException, InterruptedException {
        Backoff backoff = new Backoff(Backoff.FOREVER, console::say);
        while (true) {
            Assignments assignments = backoff.run(site::assignments);
            console.speak(assignments.languageFolder());
            if (assignments.resume() != null) {
                LocalRun known = new LocalRun(site.machineId(), assignments.resume());
                if (local.filter(run ->
                                !run.policy().runId().equals(known.policy().runId()))
                        .isPresent()) {
                    settings.state().discardRun();
                }
                return Optional.of(new Work(known, assignments.machineName(), true));
            }
            settings.state().discardRun();
            if (settings.environment() == Environment.FULL_OS) {
                return Optional.empty();
            }
            Chosen chosen = choose(assignments);
            switch (chosen) {
                case Chosen.Nothing ignored -> {
                    return Optional.empty();
                }
                case Chosen.Later ignored -> Thread.sleep(ASK_AGAIN);
                case Chosen.Start start -> {
                    Optional<LocalRun> begun = begin(site, backoff, start.offer());
                    if (begun.isPresent()) {
                        return Optional.of(new Work(begun.get(), assignments.machineName(), false));
                    }
                }
            }
        }
    }

    private sealed interface Chosen {
        record Start(Offer offer) implements Chosen {}

        record Nothing() implements Chosen {}

        record Later() implements Chosen {}
    }

    /** ENG-13: a required sequence starts by itself, available ones are offered. */
    private Chosen choose(Assignments assignments) throws InterruptedException {
        List<Offer> offers = assignments.offers();
        Optional<Offer> required = offers.stream()
                .filter(offer -> offer.purpose() == Assignments.Purpose.REQUIRED)
                .findFirst();
        if (required.isPresent()) {
            return new Chosen.Start(required.get());
        }
        if (offers.isEmpty()) {
            console.tell("sequences.none");
            return new Chosen.Nothing();
        }
        return switch (new Menu(console).choose(offers)) {
            case Menu.Choice.Start start -> new Chosen.Start(start.offer());
            case Menu.Choice.StartFromDisk ignored -> new Chosen.Nothing();
            case Menu.Choice.NoKeyboard ignored -> {
                console.tell("sequences.nobody", ASK_AGAIN.toSeconds());
                yield new Chosen.Later();
            }
        };
    }

    /** @return empty when the site does not let the run begin; a required one is tried again (ENG-1) */
    private Optional<LocalRun> begin(SiteConnection site, Backoff backoff, Offer offer)
            throws IOException, InterruptedException {
        try {
            console.tell("sequence.starting", offer.sequenceName());
            return Optional.of(new LocalRun(site.machineId(), backoff.run(() -> site.startRun(offer.deploymentId()))));
        } catch (SiteException e) {
            if (e.code().equals("run-active")) {
                // The answer to an earlier attempt was lost; the run is there to be resumed.
                return Optional.empty();
            }
            console.say(
                    Severity.ERROR,
                    console.text("sequence.refused", offer.sequenceName(), String.valueOf(e.getMessage())));
            if (offer.purpose() == Assignments.Purpose.REQUIRED) {
                Thread.sleep(ASK_AGAIN);
            }
            return Optional.empty();
        }
    }

    private RunEnd start(SiteConnection site, Work work) throws IOException, InterruptedException {
        RunPolicy policy = work.run().policy();
        SitePackages fromSite = new SitePackages(policy, site, clock, console::say);
        DownloadedPackages downloaded = new DownloadedPackages(fromSite, settings.state());
        PackageSource packages = policy.downloadsFirst() ? downloaded : fromSite;
        StepTools tools = new StepTools(settings.volumes(), settings.state(), settings.commands());
        TaskRun.Place place = new TaskRun.Place(settings.environment(), settings.state(), site, clock, console);
        return new TaskRun(
                        place,
                        work.run(),
                        identity,
                        work.machineName(),
                        settings.steps().apply(tools, packages),
                        () -> downloaded.download(
                                policy.contents().stream()
                                        .filter(one -> !one.contentId().isEmpty())
                                        .map(RunPolicy.ContentReference::packageId)
                                        .toList(),
                                console::say),
                        this::prepareRestart)
                .go(work.resumed());
    }

    /** From the boot environment into the installed system the agent must come along. */
    private Optional<String> prepareRestart(Restart restart, boolean stepsRemain) throws IOException {
        if (settings.environment() == Environment.FULL_OS || restart.target() == Restart.Target.WINPE) {
            return Optional.empty();
        }
        Optional<Path> root = settings.state()
                .device()
                .flatMap(device -> Optional.ofNullable(settings.state().folder().getParent()));
        Staging.Target target = root.map(Staging::target).orElse(Staging.Target.NONE);
        return switch (target) {
            case LINUX -> {
                console.tell("staging");
                settings.staging().stage(root.orElseThrow(), settings.address());
                yield Optional.empty();
            }
            case WINDOWS ->
                stepsRemain
                        ? Optional.of(
                                "The rest of the sequence runs in Windows, and that needs the client for Windows, "
                                        + "which does not exist yet. Windows itself is installed; remove the steps after the restart.")
                        : Optional.empty();
            case NONE ->
                stepsRemain
                        ? Optional.of(
                                "The restart goes to the installed system, but no volume with an operating system "
                                        + "carries the run's state. Apply an image before the restart (ENG-9).")
                        : Optional.empty();
        };
    }

    private void after(RunEnd end) throws IOException, InterruptedException {
        switch (end) {
            case RunEnd.RestartNeeded ignored -> restarter.restart();
            case RunEnd.Cancelled ignored -> {
                console.tell("run.cancelled");
                remove();
                leaveAfter(CANCELLED_SECONDS);
            }
            case RunEnd.Finished finished -> {
                remove();
                leaveAfter(finished.success() ? 0 : finished.waitSeconds());
            }
        }
    }

    private void remove() throws IOException, InterruptedException {
        if (settings.environment() == Environment.FULL_OS) {
            Staging.unstage(settings.systemRoot());
        } else if (settings.state().device().isPresent()) {
            Staging.unstage(settings.state().folder().resolve("..").normalize());
        }
        settings.state().remove();
    }

    /** Nothing to do: the boot environment gives way to the disk, the installed system keeps running. */
    private void leave() throws IOException, InterruptedException {
        if (settings.environment() == Environment.FULL_OS) {
            remove();
        }
        leaveAfter(NOTHING_SECONDS);
    }

    private void leaveAfter(long seconds) throws IOException, InterruptedException {
        if (settings.environment() == Environment.FULL_OS) {
            return;
        }
        if (seconds > 0) {
            console.tell("restart.enter", seconds);
            console.awaitLine(Duration.ofSeconds(seconds));
        }
        restarter.restart();
    }
}

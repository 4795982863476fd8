package dev.slipway.agent;

import dev.slipway.agent.command.Command;
import dev.slipway.agent.console.Console;
import dev.slipway.agent.machine.MachineKey;
import dev.slipway.agent.machine.SiteClock;
import dev.slipway.agent.site.Backoff;
import dev.slipway.agent.site.SiteConnection;
import dev.slipway.protocol.MachineIdentity;
import dev.slipway.protocol.Registration;
import dev.slipway.protocol.RegistrationResult;
import dev.slipway.sequence.Environment;
import java.io.IOException;
import java.time.Duration;

/** Makes the machine known to the site, and waits until an administrator or a rule lets it in. */
final class Introduction {
    static final String VERSION = "0.1.0";
    private static final long DENIED_SECONDS = 60;

    private final AgentSettings settings;
    private final SiteConnection site;
    private final SiteClock clock;

    Introduction(AgentSettings settings, SiteConnection site, SiteClock clock) {
        this.settings = settings;
        this.site = site;
        this.clock = clock;
    }

    /**
     * Returns when the machine is approved.
     *
     * @param patience how long the site may be away
     */
    void make(MachineIdentity identity, MachineKey key, Duration patience) throws IOException, InterruptedException {
        Backoff backoff = new Backoff(patience, settings.console()::say);
        Duration behind = backoff.run(site::synchronizeClock);
        if (settings.environment() == Environment.WINPE && behind.abs().compareTo(SiteClock.NOTICEABLE) > 0) {
            setSystemClock(behind);
        }
        Registration registration = new Registration(key.publicKeyText(), identity, VERSION, environment());
        while (true) {
            RegistrationResult result = backoff.run(() -> site.register(registration));
            switch (result.state()) {
                case APPROVED -> {
                    settings.console().tell("approval.known", result.name());
                    return;
                }
                case PENDING -> {
                    settings.console().say(waiting(result, identity));
                    Thread.sleep(Duration.ofSeconds(Math.clamp(result.pollSeconds(), 1, 60)));
                }
                case DENIED -> {
                    settings.console().tell("approval.denied", result.message());
                    Thread.sleep(Duration.ofSeconds(DENIED_SECONDS));
                }
            }
        }
    }

    private String waiting(RegistrationResult result, MachineIdentity identity) {
        Console console = settings.console();
        String mac = identity.macAddresses().isEmpty()
                ? console.text("unknown")
                : identity.macAddresses().getFirst();
        String serial = identity.serialNumber().isEmpty() ? console.text("unknown") : identity.serialNumber();
        return console.text("approval.waiting", result.message(), serial, mac);
    }

    private Registration.Environment environment() {
        return switch (settings.environment()) {
            case WINPE -> Registration.Environment.BOOT;
            case FULL_OS -> Registration.Environment.FULL_OS;
        };
    }

    private void setSystemClock(Duration behind) throws InterruptedException {
        String seconds = Long.toString(clock.now().getEpochSecond());
        try {
            settings.commands().require(Command.of("date", "-u", "-s", "@" + seconds), settings.console()::say);
            clock.systemClockIsRight();
            settings.console().tell("clock.set", behind.abs().toSeconds());
        } catch (IOException e) {
            settings.console().tell("clock.wrong", behind.abs().toSeconds(), String.valueOf(e.getMessage()));
        }
    }
}

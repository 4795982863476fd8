package dev.slipway.agent.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.agent.FakeSite;
import dev.slipway.agent.machine.MachineKey;
import dev.slipway.agent.machine.SiteClock;
import dev.slipway.protocol.Firmware;
import dev.slipway.protocol.MachineIdentity;
import dev.slipway.protocol.Registration;
import dev.slipway.protocol.RegistrationResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteConnectionTest {
    @TempDir
    Path folder;

    private Duration behind = Duration.ZERO;
    private final MachineKey key = MachineKey.make();
    private FakeSite fake;
    private SiteConnection site;

    @BeforeEach
    void start() throws Exception {
        fake = FakeSite.start(folder);
        site = new SiteConnection(
                fake.address(), key, new SiteClock(() -> Instant.now().minus(behind)));
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void thePinnedSiteIsTrustedWhateverNameItsCertificateBears() throws Exception {
        assertThat(site.register(registration()).state()).isEqualTo(RegistrationResult.State.APPROVED);
        assertThat(site.assignments().machineName()).isEqualTo("PC-7");
    }

    @Test
    void anotherCertificateThanThePinnedOneIsRefused() {
        SiteConnection other = new SiteConnection(fake.address("0".repeat(64)), key, new SiteClock());

        assertThatThrownBy(() -> other.register(registration()))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("not the server that was meant");
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void aMachineWhoseClockIsYearsOffIsStillBelieved() throws Exception {
        behind = Duration.ofDays(3000);

        assertThat(site.synchronizeClock()).isGreaterThan(Duration.ofDays(2999));
        site.register(registration());
        assertThat(site.assignments().offers()).isEmpty();
    }

    @Test
    void aClockThatGoesWrongDuringTheRunIsMendedByTheRefusal() throws Exception {
        site.register(registration());
        site.assignments();
        behind = Duration.ofHours(2);

        assertThat(site.assignments().machineName()).isEqualTo("PC-7");
    }

    @Test
    void aTokenThatTheSiteForgotIsTakenAnew() throws Exception {
        site.register(registration());
        site.assignments();
        fake.forgetTokens();

        assertThat(site.assignments().machineName()).isEqualTo("PC-7");
        assertThat(fake.requests()).filteredOn("POST /token"::equals).hasSize(2);
    }

    @Test
    void aRefusalTellsItsCode() throws Exception {
        fake.approval(RegistrationResult.State.PENDING);
        site.register(registration());

        assertThatThrownBy(site::assignments)
                .isInstanceOfSatisfying(
                        SiteException.class, e -> assertThat(e.code()).isEqualTo("machine-not-approved"));
    }

    @Test
    void aSiteThatIsAwayIsAskedAgain() throws Exception {
        fake.away(true);
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(1500);
            } catch (InterruptedException e) {
                return;
            }
            fake.away(false);
        });

        RegistrationResult result =
                new Backoff(Duration.ofMinutes(1), line -> {}).run(() -> site.register(registration()));

        assertThat(result.machineId()).isEqualTo(7);
    }

    private Registration registration() {
        MachineIdentity identity = new MachineIdentity("", List.of(), "", "", "", "", Firmware.BIOS, "x64", 0);
        return new Registration(key.publicKeyText(), identity, "test", Registration.Environment.BOOT);
    }
}

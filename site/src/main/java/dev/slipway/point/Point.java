package dev.slipway.point;

import dev.slipway.content.ContentException;
import dev.slipway.content.ContentStore;
import dev.slipway.protocol.PointAddress;
import dev.slipway.protocol.VerifiedTickets;
import dev.slipway.site.listener.ServerCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running distribution point, put together out of its parts. */
final class Point implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Point.class);

    /** To be closed, the last opened first. */
    private final Deque<AutoCloseable> parts;

    private final Duty duty;
    private final PointServer server;

    private Point(PointOptions options, Deque<AutoCloseable> parts) throws Exception {
        this.parts = parts;
        PointFolder folder = PointFolder.open(options.data.toAbsolutePath().normalize());
        PointKey key = PointKey.in(folder.keys());
        ServerCertificate certificate = certificate(folder, options.name);
        // Before the site hears of this server: a point that cannot serve must not join and use its code up.
        PointServer.requireFree(options.httpPort, options.tlsPort);
        ContentStore store = store(folder);
        parts.push(store);
        Optional<Membership> before = folder.membership();
        Membership membership = new Joining(folder, key, Duty.VERSION, options.clock)
                .membership(options.joinCode(), options.site, options.name, joinAddress(options, certificate));
        SiteLink site = new SiteLink(membership.site(), membership.pin(), key, options.clock);
        Holding holding = new Holding(folder, store, options.removalGrace);
        if (!before.map(Membership::pointId).equals(Optional.of(membership.pointId()))) {
            holding.keepUntilAsked();
        }
        BootContents boot = new BootContents(holding);
        Semaphore news = new Semaphore(0);
        OrderedPace pace = new OrderedPace();
        Housekeeping housekeeping = new Housekeeping(holding, options.removalGrace);
        parts.push(housekeeping);
        Jobs jobs = new Jobs(new JobWork(membership.pointId(), site, holding, pace), news::release);
        parts.push(jobs);
        PointState state = new PointState();
        server = new PointServer(
                folder.work(),
                options.httpPort,
                options.tlsPort,
                certificate,
                new ContentServlet(
                        holding,
                        boot,
                        new VerifiedTickets(ticketKey(membership)),
                        site::now,
                        state::isInMaintenance,
                        () -> state.health(membership, holding, jobs)));
        parts.push(server);
        server.start();
        Thread imports = Thread.ofVirtual().name("imports").start(new Imports(folder, holding, news::release)::watch);
        parts.push(imports::interrupt);
        PointAddress address =
                address(options.addressTowards(membership.site()), server.httpPort(), server.tlsPort(), certificate);
        duty = new Duty(membership, address, site, holding, boot, jobs, pace, housekeeping, news, state);
        LOG.info(
                "Distribution point {} of {} has {} whole contents and serves on {} and {}",
                membership.name(),
                membership.site(),
                holding.whole().size(),
                address.contentUrl(),
                address.tlsUrl());
    }

    /** @throws PointException when it cannot be opened */
    static Point open(PointOptions options) throws Exception {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            return new Point(options, parts);
        } catch (Exception e) {
            closeAll(parts);
            throw e;
        }
    }

    private static PointAddress joinAddress(PointOptions options, ServerCertificate certificate) {
        return address(
                options.address.isEmpty() ? options.name : options.address,
                options.httpPort,
                options.tlsPort,
                certificate);
    }

    private static PointAddress address(String host, int httpPort, int tlsPort, ServerCertificate certificate) {
        return new PointAddress(
                "http://" + host + ":" + httpPort + "/content",
                "https://" + host + ":" + tlsPort + "/content",
                certificate.pin());
    }

    private static ServerCertificate certificate(PointFolder folder, String name) throws PointException {
        try {
            return ServerCertificate.in(
                    folder.keys(), "tls", "Slipway distribution point " + name.replaceAll("[^A-Za-z0-9._ -]", "_"));
        } catch (IOException | GeneralSecurityException e) {
            throw new PointException(
                    ExitCode.FAILED,
                    "point-certificate-unusable",
                    "The point's certificate cannot be read or made: " + e.getMessage()
                            + ". Delete tls.key and tls.crt in " + folder.keys() + "; the point makes others.",
                    e);
        }
    }

    private static ContentStore store(PointFolder folder) throws PointException {
        try {
            return ContentStore.open(folder.content());
        } catch (ContentException e) {
            throw PointException.of(e);
        }
    }

    private static PublicKey ticketKey(Membership membership) throws PointException {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(membership.ticketKey())));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new PointException(
                    ExitCode.FAILED,
                    "point-membership-unusable",
                    "The site's ticket key cannot be read: " + e + ". Join again with --join-code.",
                    e);
        }
    }

    int httpPort() {
        return server.httpPort();
    }

    /** Reports and obeys until the thread is interrupted. */
    void work() throws PointException, InterruptedException {
        duty.run();
    }

    /** Reports and obeys until the process is told to stop. */
    void run() throws PointException {
        Thread main = Thread.currentThread();
        Thread hook = Thread.ofPlatform().name("stop").unstarted(() -> {
            main.interrupt();
            try {
                main.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            work();
        } catch (InterruptedException e) {
            LOG.info("Told to stop; jobs rest, what they fetched stays for the next start");
        }
    }

    @Override
    public void close() throws Exception {
        closeAll(parts);
    }

    private static void closeAll(Deque<AutoCloseable> parts) throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }
}

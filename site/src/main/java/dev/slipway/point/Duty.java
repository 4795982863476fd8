package dev.slipway.point;

import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.protocol.PointAddress;
import dev.slipway.protocol.PointOrders;
import dev.slipway.protocol.PointReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the point does all day: it reports, gets its orders, and obeys them. While the site is away the last orders hold. */
final class Duty {
    private static final Logger LOG = LoggerFactory.getLogger(Duty.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_REPORTS = Duration.ofMillis(200);
    private static final int GONE = 410;
    static final String VERSION = version();

    private final Membership membership;
    private final PointAddress address;
    private final SiteLink site;
    private final Holding holding;
    private final BootContents boot;
    private final Jobs jobs;
    private final OrderedPace pace;
    private final Housekeeping housekeeping;
    private final Semaphore news;
    private final PointState state;

    /** @param news gets a permit when something is to be told at once */
    Duty(
            Membership membership,
            PointAddress address,
            SiteLink site,
            Holding holding,
            BootContents boot,
            Jobs jobs,
            OrderedPace pace,
            Housekeeping housekeeping,
            Semaphore news,
            PointState state) {
        this.membership = membership;
        this.address = address;
        this.site = site;
        this.holding = holding;
        this.boot = boot;
        this.jobs = jobs;
        this.pace = pace;
        this.housekeeping = housekeeping;
        this.news = news;
        this.state = state;
    }

    private static String version() {
        String version = Duty.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /** @throws PointException when the site says that this is no point of its any more */
    void run() throws InterruptedException, PointException {
        Duration wait = FIRST_WAIT;
        String told = "";
        while (true) {
            try {
                PointOrders orders = site.report(membership.pointId(), report());
                if (!told.isEmpty()) {
                    LOG.info("The site {} answers again", membership.site());
                    told = "";
                }
                obey(orders);
                wait = FIRST_WAIT;
                rest(Duration.ofSeconds(Math.clamp(orders.pollSeconds(), 1, 3600)));
            } catch (SiteRefusal e) {
                requireMembership(e);
                told = tell(told, e);
                wait = pause(wait);
            } catch (IOException e) {
                told = tell(told, e);
                wait = pause(wait);
            }
        }
    }

    private PointReport report() throws IOException {
        // Jobs before contents: a job that is done must not be told of without its content.
        List<PointReport.JobReport> jobReports = jobs.report();
        return new PointReport(
                VERSION, address, holding.freeBytes(), holding.storedBytes(), holding.whole(), jobReports);
    }

    private void obey(PointOrders orders) throws InterruptedException {
        if (state.answered(orders.maintenance())) {
            LOG.info("Maintenance mode is {}", orders.maintenance() ? "on: no machine is served" : "off");
        }
        pace.set(orders.rate());
        jobs.obey(orders.jobs());
        boot.obey(ids(orders.boot()), ids(orders.hold()));
        try {
            housekeeping.obey(ids(orders.hold()), ids(orders.spare()));
        } catch (ContentException e) {
            LOG.warn("Content that shall go could not be removed; it is tried again with the next orders", e);
        } catch (IOException e) {
            LOG.warn("The data folder could not be put in order; it is tried again with the next orders", e);
        }
    }

    private static Set<ContentId> ids(List<String> texts) {
        return texts.stream()
                .filter(id -> id.matches("[0-9a-f]{64}"))
                .map(ContentId::new)
                .collect(Collectors.toSet());
    }

    private void requireMembership(SiteRefusal e) throws PointException {
        if (e.status() == GONE) {
            throw new PointException(
                    ExitCode.REFUSED,
                    e.code(),
                    "This server is no distribution point of " + membership.site()
                            + " any more. Delete its data folder, or make it a point again with a new --join-code.",
                    e);
        }
    }

    private String tell(String told, IOException e) {
        String text = Failures.describe(e);
        if (!text.equals(told)) {
            LOG.warn(
                    "The site {} does not answer as it should ({}); machines are served on, and the site is asked again",
                    membership.site(),
                    text);
        }
        return text;
    }

    private Duration pause(Duration wait) throws InterruptedException {
        Thread.sleep(wait);
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
    }

    private void rest(Duration wait) throws InterruptedException {
        if (news.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            Thread.sleep(BETWEEN_REPORTS);
            news.drainPermits();
        }
    }
}

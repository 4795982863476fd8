package dev.slipway.site.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.PointReport;
import dev.slipway.protocol.PointReport.JobReport;
import dev.slipway.site.distribution.Distribution.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The state machine of one package at one point, without a site around it. */
class DistributionTest {
    private static final RetryRules RULES = new RetryRules(3, Duration.ofSeconds(10), Duration.ofSeconds(60));
    private static final Version ONE = new Version(1, "a".repeat(64));
    private static final Version TWO = new Version(2, "b".repeat(64));
    private static final Set<String> NOTHING = Set.of();

    private Instant now = Instant.parse("2026-11-21T05:00:00Z");

    private JobReport says(Distribution row, PointReport.State state, long done) {
        Optional<PointReport.Problem> error = state == PointReport.State.FAILED
                ? Optional.of(new PointReport.Problem("disk-full", "The disk is full."))
                : Optional.empty();
        return new JobReport(row.job().id(), state, done, 100, done, error);
    }

    private Distribution installed() {
        Distribution row = Distribution.wanted("P", "D", ONE, now).ordered(now);
        return row.reported(says(row, PointReport.State.DONE, 100), Set.of(ONE.contentId()), RULES, now);
    }

    @Test
    @Tag("DIST-7")
    void installedMeansThatThePointSaysTheContentIsWhole() {
        Distribution row = Distribution.wanted("P", "D", ONE, now).ordered(now);
        assertThat(row.state()).isEqualTo(DistributionState.INSTALL_PENDING);
        Distribution claimed = row.reported(says(row, PointReport.State.DONE, 100), NOTHING, RULES, now);
        assertThat(claimed.state()).isEqualTo(DistributionState.INSTALL_RETRYING);
        assertThat(claimed.errorCode()).isEqualTo("content-not-whole");
        assertThat(installed().state()).isEqualTo(DistributionState.INSTALLED);
        assertThat(installed().present()).contains(ONE);
    }

    @Test
    @Tag("DIST-7")
    void failureIsTriedAgainWithLongerAndLongerPausesUntilTheLimit() {
        Distribution row = Distribution.wanted("P", "D", ONE, now);
        for (int attempt = 1; attempt <= 3; attempt++) {
            String before = row.job().id();
            row = row.ordered(now);
            row = row.reported(says(row, PointReport.State.FAILED, 0), NOTHING, RULES, now);
            assertThat(row.state()).isEqualTo(DistributionState.INSTALL_RETRYING);
            assertThat(row.job().state()).isEqualTo(Job.State.PENDING_RESTART);
            assertThat(row.job().id()).isNotEqualTo(before);
            assertThat(row.job().nextAttemptAt()).contains(now.plusSeconds(10L << (attempt - 1)));
            now = row.job().nextAttemptAt().orElseThrow();
        }
        row = row.ordered(now);
        row = row.reported(says(row, PointReport.State.FAILED, 0), NOTHING, RULES, now);
        assertThat(row.state()).isEqualTo(DistributionState.INSTALL_FAILED);
        assertThat(row.job().state()).isEqualTo(Job.State.FAILED);
        assertThat(row.errorCode()).isEqualTo("disk-full");
    }

    @Test
    @Tag("DIST-6")
    void cancelEndsAsFailedByTheUser() {
        Distribution row = Distribution.wanted("P", "D", ONE, now).ordered(now);
        row = row.reported(says(row, PointReport.State.FETCHING, 40), NOTHING, RULES, now);
        Distribution cancelled = row.cancel("anna", now);
        assertThat(cancelled.state()).isEqualTo(DistributionState.INSTALL_FAILED);
        assertThat(cancelled.job().state()).isEqualTo(Job.State.CANCELLED);
        assertThat(cancelled.message()).isEqualTo("cancelled by user anna");
        assertThat(cancelled.state().tab()).isEqualTo(DistributionState.Tab.ERROR);
    }

    @Test
    @Tag("DIST-6")
    void cancelNearTheEndIsIgnoredAndEndsAsSuccess() {
        Distribution row = Distribution.wanted("P", "D", ONE, now).ordered(now);
        row = row.reported(says(row, PointReport.State.VERIFYING, 97), NOTHING, RULES, now);
        Distribution same = row.cancel("anna", now);
        assertThat(same).isSameAs(row);
        Distribution early =
                Distribution.wanted("P", "D", ONE, now).ordered(now).cancel("anna", now);
        assertThat(early.holds(Set.of(ONE.contentId()), NOTHING, now)
                        .orElseThrow()
                        .state())
                .as("the point had it before it heard of the cancel")
                .isEqualTo(DistributionState.INSTALLED);
    }

    @Test
    @Tag("DIST-3")
    void updateKeepsServingTheOldVersionUntilTheNewOneIsWhole() {
        Distribution row = installed().wants(TWO, now).ordered(now);
        assertThat(row.state()).isEqualTo(DistributionState.CONTENT_UPDATING);
        assertThat(row.present()).contains(ONE);
        row = row.holds(Set.of(ONE.contentId(), TWO.contentId()), NOTHING, now).orElseThrow();
        assertThat(row.state()).isEqualTo(DistributionState.INSTALLED);
        assertThat(row.present()).contains(TWO);
        assertThat(row.wants(TWO, now).job().state()).as("unchanged: a no-op").isEqualTo(Job.State.COMPLETE);
    }

    @Test
    @Tag("DIST-5")
    void validationThatFindsDamageIsFollowedByARepair() {
        Distribution row = installed().validate(now).ordered(now);
        assertThat(row.state()).isEqualTo(DistributionState.CONTENT_MONITORING);
        row = row.reported(says(row, PointReport.State.FAILED, 90), NOTHING, RULES, now);
        assertThat(row.state()).isEqualTo(DistributionState.INSTALL_RETRYING);
        assertThat(row.job().kind()).isEqualTo(Job.Kind.FETCH);
        assertThat(row.errorCode()).isEqualTo("content-damaged");
        assertThat(row.present()).isEmpty();
        row = row.ordered(now);
        row = row.reported(says(row, PointReport.State.DONE, 100), Set.of(ONE.contentId()), RULES, now);
        assertThat(row.state()).isEqualTo(DistributionState.INSTALLED);
        assertThat(row.message()).startsWith("Repaired:");
    }

    @Test
    @Tag("DIST-5")
    void contentThatThePointLosesIsFetchedAgainWithoutBeingAskedFor() {
        Distribution row = installed().holds(NOTHING, NOTHING, now).orElseThrow();
        assertThat(row.state()).isEqualTo(DistributionState.INSTALL_RETRYING);
        assertThat(row.job().state()).isEqualTo(Job.State.PENDING);
    }

    @Test
    @Tag("DIST-4")
    void redistributeIsOverOnlyWhenItsOwnJobIs() {
        Distribution row = installed().redistribute(ONE, now).ordered(now);
        row = row.holds(Set.of(ONE.contentId()), NOTHING, now).orElseThrow();
        assertThat(row.state()).isEqualTo(DistributionState.INSTALL_PENDING);
        row = row.reported(says(row, PointReport.State.DONE, 100), Set.of(ONE.contentId()), RULES, now);
        assertThat(row.state()).isEqualTo(DistributionState.INSTALLED);
    }

    @Test
    @Tag("DIST-4")
    void removalIsDoneWhenThePointReportsTheContentGone() {
        Distribution row = installed().remove(RULES, now);
        assertThat(row.holds(Set.of(ONE.contentId()), NOTHING, now)).isPresent();
        assertThat(row.holds(Set.of(ONE.contentId()), Set.of(ONE.contentId()), now))
                .as("another package keeps the same content")
                .isEmpty();
        assertThat(row.holds(NOTHING, NOTHING, now)).isEmpty();
    }

    @Test
    @Tag("DIST-7")
    void pointThatFallsSilentEndsInFailureAndGoesOnWhenItIsBack() {
        Distribution row = Distribution.wanted("P", "D", ONE, now).ordered(now);
        for (int i = 0; i < 20 && !row.job().state().isEnded(); i++) {
            now = now.plusSeconds(61);
            row = row.tick(false, RULES, now);
        }
        assertThat(row.state()).isEqualTo(DistributionState.INSTALL_FAILED);
        assertThat(row.errorCode()).isEqualTo("point-offline");
        assertThat(row.back(now).state()).isEqualTo(DistributionState.INSTALL_RETRYING);
    }

    @Test
    void reportOfAnOlderAttemptChangesNothing() {
        Distribution first = Distribution.wanted("P", "D", ONE, now).ordered(now);
        Distribution second = first.reported(says(first, PointReport.State.FAILED, 0), NOTHING, RULES, now);
        assertThat(second.reported(says(first, PointReport.State.FAILED, 0), NOTHING, RULES, now))
                .isSameAs(second);
    }

    /** Whatever happens in whatever order: when nothing more is asked, each row comes to an end, and says why where it is not success. */
    @Test
    @Tag("DIST-7")
    void everySequenceEndsInAFinalStateWithAReason() {
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            World world = new World(random, now);
            for (int step = 0; step < 40 && world.row.isPresent(); step++) {
                world.anything();
                world.check(seed);
            }
            world.letItEnd(random.nextInt(3));
            world.check(seed);
            world.row.ifPresent(row -> {
                assertThat(row.job().state().isEnded()).as("seed ends: %s", row).isTrue();
                assertThat(row.state().tab()).as("%s", row).isNotEqualTo(DistributionState.Tab.IN_PROGRESS);
                if (row.state().tab() == DistributionState.Tab.ERROR) {
                    assertThat(row.errorCode()).isNotEmpty();
                    assertThat(row.message()).isNotEmpty();
                }
            });
        }
    }

    /** A row, a clock and a point that does whatever chance says. */
    private final class World {
        private final Random random;
        private final Set<String> whole = new HashSet<>();
        private Optional<Distribution> row;
        private Instant time;

        World(Random random, Instant start) {
            this.random = random;
            this.time = start;
            this.row = Optional.of(Distribution.wanted("P", "D", ONE, start));
        }

        private void change(java.util.function.UnaryOperator<Distribution> change) {
            row = row.map(change);
        }

        void anything() {
            switch (random.nextInt(14)) {
                case 0 -> change(r -> r.state().isRemoval() ? r : r.wants(random.nextBoolean() ? ONE : TWO, time));
                case 1 -> change(r -> r.redistribute(r.target(), time));
                case 2 -> change(r -> r.state() == DistributionState.INSTALLED ? r.validate(time) : r);
                case 3 -> change(r -> random.nextInt(4) == 0 ? r.remove(RULES, time) : r);
                case 4 -> change(r -> r.cancel("anna", time));
                case 5 -> change(r -> r.job().state().isEnded() ? r : r.heldBack(Job.State.SUSPENDED, "Closed.", time));
                case 6 -> change(r -> r.job().state().isEnded() ? r : r.heldBack(Job.State.READY, "Wait.", time));
                case 7, 8 -> order();
                case 9 -> report(PointReport.State.values()[random.nextInt(PointReport.State.values().length)]);
                case 10 -> {
                    whole.clear();
                    holds();
                }
                case 11 -> {
                    row.ifPresent(r -> whole.add(r.target().contentId()));
                    holds();
                }
                case 12 -> change(r -> r.tick(random.nextBoolean(), RULES, time));
                case 13 -> change(r -> r.back(time));
                default -> throw new IllegalStateException();
            }
            time = time.plusSeconds(random.nextInt(90));
        }

        private void order() {
            change(r -> !r.job().state().isEnded()
                            && r.job().kind() != Job.Kind.REMOVE
                            && r.job().isDue(time)
                    ? r.ordered(time)
                    : r);
        }

        private void report(PointReport.State state) {
            change(r -> r.job().kind() == Job.Kind.REMOVE
                    ? r
                    : r.reported(says(r, state, random.nextInt(101)), whole, RULES, time));
            holds();
        }

        private void holds() {
            row = row.flatMap(r -> r.holds(whole, NOTHING, time));
        }

        /** @param how 0: the point works, 1: it fails at everything, 2: it is gone */
        void letItEnd(int how) {
            for (int step = 0; step < 200 && row.isPresent(); step++) {
                time = time.plusSeconds(30);
                change(r -> r.tick(how != 2, RULES, time));
                if (how == 2) {
                    continue;
                }
                order();
                if (how == 1) {
                    report(PointReport.State.FAILED);
                } else {
                    row.ifPresent(r -> {
                        if (r.state().isRemoval()) {
                            whole.clear();
                        } else {
                            whole.add(r.target().contentId());
                        }
                    });
                    report(PointReport.State.DONE);
                }
            }
        }

        void check(long seed) {
            row.ifPresent(r -> {
                if (r.state() == DistributionState.INSTALLED) {
                    assertThat(r.present()).as("seed %d: %s", seed, r).contains(r.target());
                    assertThat(r.job().state().isEnded())
                            .as("seed %d: %s", seed, r)
                            .isTrue();
                }
                if (r.state() == DistributionState.INSTALL_RETRYING) {
                    assertThat(r.job().state().isEnded())
                            .as("seed %d: %s", seed, r)
                            .isFalse();
                }
                assertThat(r.job().percent()).isBetween(0, 100);
                assertThat(r.job().attempt()).isBetween(1, RULES.retries() + 1);
            });
        }
    }
}

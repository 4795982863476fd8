package dev.slipway.site.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.content.Manifest;
import dev.slipway.protocol.PointOrders;
import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PointProtocolTest {
    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = SharedSite.get();
    }

    private static void distribute(String packageId, TestPoint point) {
        site.bean(Distributions.class).distribute(packageId, Targets.points(List.of(point.id)));
    }

    @Test
    void joinCodeWorksOnceButALostAnswerMayBeAskedForAgain() throws Exception {
        String code = TestPoint.code(site);
        TestPoint first = new TestPoint(site, "join-one");
        assertThat(first.tryJoin(code).status()).isEqualTo(200);
        assertThat(first.tryJoin(code).status()).isEqualTo(200);
        assertThat(new TestPoint(site, "join-two").tryJoin(code).code()).isEqualTo("join-code-invalid");
        assertThat(new TestPoint(site, "join-two").tryJoin("nonsense").code()).isEqualTo("join-code-invalid");
    }

    @Test
    void twoPointsCannotHaveOneName() throws Exception {
        TestPoint.joined(site, "same-name");
        TestPoint other = new TestPoint(site, "Same-Name");
        String code = TestPoint.code(site);
        assertThat(other.tryJoin(code).code()).isEqualTo("point-exists");
        assertThat(new TestPoint(site, "another-name").tryJoin(code).status())
                .as("a refusal does not use the code up")
                .isEqualTo(200);
    }

    @Test
    void reportNeedsTheKeyThatJoined() throws Exception {
        TestPoint point = TestPoint.joined(site, "keyed");
        TestPoint stranger = new TestPoint(site, "stranger");
        stranger.id = point.id;
        assertThat(stranger.tryReport().code()).isEqualTo("proof-invalid");
        stranger.id = "DP99999";
        assertThat(stranger.tryReport().code()).isEqualTo("point-removed");
    }

    @Test
    @Tag("DIST-2")
    void distributedContentIsOrderedFetchedAndInstalled() throws Exception {
        ContentId content = site.addPackage("SLPD0001", "OS_IMAGE", "an image");
        TestPoint point = TestPoint.joined(site, "fetcher");
        distribute("SLPD0001", point);
        PointOrders orders = point.report();
        assertThat(orders.hold()).containsExactly(content.hex());
        PointOrders.Job job = orders.jobs().getFirst();
        assertThat(job.action()).isEqualTo(PointOrders.Action.FETCH);
        assertThat(job.places())
                .singleElement()
                .satisfies(
                        place -> assertThat(place.url()).isEqualTo("http://localhost:" + site.httpPort() + "/content"));
        assertThat(Manifest.decode(point.manifest(content.hex()).body()).contentId())
                .isEqualTo(content);

        point.report(TestPoint.progress(job, 50, 100));
        assertThat(row("SLPD0001", point).job().percent()).isEqualTo(50);
        point.report(point.done(job));
        assertThat(row("SLPD0001", point).state()).isEqualTo(DistributionState.INSTALLED);
        assertThat(point.report().jobs()).isEmpty();
    }

    @Test
    void ticketOfAnOrderOpensPacksAndExtentsAtTheSite() throws Exception {
        ContentId content = site.addPackage("SLPD0002", "OS_IMAGE", "another image");
        TestPoint point = TestPoint.joined(site, "opener");
        distribute("SLPD0002", point);
        String query = point.report().jobs().getFirst().query();
        assertThat(site.send("GET", "/content/extents/" + content.hex() + ".extents?" + query, "", "")
                        .status())
                .isEqualTo(200);
        site.bean(Points.class).remove(point.id);
        assertThat(point.tryReport().code()).isEqualTo("point-removed");
    }

    @Test
    void manifestOfOtherContentIsNotTold() throws Exception {
        ContentId content = site.addPackage("SLPD0003", "OS_IMAGE", "a third image");
        TestPoint point = TestPoint.joined(site, "curious");
        assertThat(point.manifest(content.hex()).code()).isEqualTo("content-not-found");
    }

    private static Distribution row(String packageId, TestPoint point) {
        return site.bean(dev.slipway.site.database.Database.class)
                .read(handle ->
                        new DistributionSql(handle).find(packageId, point.id).orElseThrow());
    }
}

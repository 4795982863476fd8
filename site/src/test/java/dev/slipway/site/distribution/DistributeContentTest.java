package dev.slipway.site.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.TestSite;
import dev.slipway.site.database.Database;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To whom content is distributed, and when it may travel. */
class DistributeContentTest {
    private static final String XML = """
            <sequence version="3.10">
              <step type="SMS_TaskSequence_RunCommandLineAction" name="Only"><action>true</action></step>
            </sequence>
            """;

    @TempDir
    static Path folder;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(folder);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    /** What one test leaves behind must not take the slots of the next. */
    @AfterEach
    void removePoints() {
        for (DistributionPoint point : site.bean(Points.class).all()) {
            if (point.kind() != DistributionPoint.Kind.SITE) {
                site.bean(Points.class).remove(point.id());
            }
        }
    }

    private static TestSite.Answer distribute(String id, String targets) throws Exception {
        return site.api("POST", "/content/" + id + "/distribute", targets);
    }

    private static String at(TestPoint point) {
        return "{\"points\":[\"" + point.id + "\"]}";
    }

    @Test
    @Tag("DIST-2")
    void taskSequenceBringsAllThatItNeedsToAPoint() throws Exception {
        site.addPackage("SLPF0001", "OS_IMAGE", "an image");
        site.addPackage("SLPF0002", "DRIVER_PACKAGE", "drivers");
        site.addPackage("SLPF0003", "BOOT_IMAGE", "a boot image");
        site.addPackage("SLPF0004", "SOFTWARE_PACKAGE", "not of this sequence");
        site.addSequence("SLPF1001", "Install all", XML, "SLPF0001", "SLPF0002");
        site.bean(Database.class)
                .change(handle -> handle.execute(
                        "insert into task_sequence_boot_image (sequence, boot_image) values ('SLPF1001', 'SLPF0003')"));
        TestPoint point = TestPoint.joined(site, "needs-all");
        distribute("SLPF0002", at(point));

        assertThat(site.bean(ContentStatuses.class).offer("SLPF1001").packages())
                .extracting(DistributionOffer.Item::id)
                .containsExactly("SLPF0001", "SLPF0002", "SLPF0003");
        TestSite.Answer answer = distribute("SLPF1001", at(point));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("items").valueStream())
                .extracting(
                        item -> item.get("packageId").asString(),
                        item -> item.get("done").asBoolean())
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("SLPF0001", true),
                        org.assertj.core.api.Assertions.tuple("SLPF0002", false),
                        org.assertj.core.api.Assertions.tuple("SLPF0003", true));
        assertThat(point.report().hold()).hasSize(3);
        assertThat(distribute("SLPF1001", at(point)).code()).isEqualTo("already-distributed");
        assertThat(site.bean(ContentStatuses.class).offer("SLPF1001").points())
                .extracting(DistributionPoint::id)
                .doesNotContain(point.id);
    }

    @Test
    @Tag("DIST-2")
    void sequenceWithoutContentIsRefused() throws Exception {
        site.addSequence("SLPF1002", "Nothing", XML);
        assertThat(distribute("SLPF1002", "{\"points\":[\"SITE\"]}").code()).isEqualTo("package-without-content");
    }

    @Test
    @Tag("DIST-2")
    @Tag("DIST-8")
    void targetsThatHoldItAlreadyAreNotOfferedAndCollectionsStandForTheirGroups() throws Exception {
        site.addPackage("SLPF0011", "OS_IMAGE", "offered");
        TestPoint point = TestPoint.joined(site, "offered");
        String group = site.api("POST", "/point-groups", "{\"name\":\"Offered\"}")
                .json()
                .get("id")
                .asString();
        site.api("PUT", "/point-groups/" + group + "/points/" + point.id, "");
        site.api("PUT", "/point-groups/" + group + "/collections/SMS00001", "");
        ContentStatuses statuses = site.bean(ContentStatuses.class);
        assertThat(statuses.offer("SLPF0011").groups())
                .extracting(PointGroup::id)
                .contains(group);
        assertThat(statuses.offer("SLPF0011").collections())
                .extracting(DistributionOffer.Associated::groups)
                .containsExactly("Offered");
        assertThat(statuses.offer("SLPF0011").points())
                .extracting(DistributionPoint::id)
                .contains(point.id)
                .doesNotContain("SITE");

        distribute("SLPF0011", "{\"collections\":[\"SMS00001\"]}");
        assertThat(point.report().hold()).hasSize(1);
        assertThat(statuses.offer("SLPF0011").groups())
                .extracting(PointGroup::id)
                .doesNotContain(group);
        assertThat(statuses.offer("SLPF0011").collections()).isEmpty();
        site.api("POST", "/content/SLPF0011/cancel", at(point));
        assertThat(statuses.offer("SLPF0011").groups())
                .as("what failed can be asked for again")
                .extracting(PointGroup::id)
                .contains(group);
    }

    @ParameterizedTest
    @CsvSource({
        "A, LOW, true", "A, MEDIUM, true", "A, HIGH, true",
        "M, LOW, false", "M, MEDIUM, true", "M, HIGH, true",
        "H, LOW, false", "H, MEDIUM, false", "H, HIGH, true",
        "C, LOW, false", "C, MEDIUM, false", "C, HIGH, false"
    })
    @Tag("DIST-10")
    void scheduleAdmitsThePrioritiesOfItsHour(String window, String priority, boolean travels) throws Exception {
        String id = "SLPF1" + "AMHC".indexOf(window)
                + List.of("LOW", "MEDIUM", "HIGH").indexOf(priority) + "A";
        site.addPackage(id, "OS_IMAGE", window + priority);
        site.bean(Database.class)
                .change(handle -> handle.execute("update package set priority = ? where id = ?", priority, id));
        TestPoint point = TestPoint.joined(site, "window " + window + priority);
        site.api("PATCH", "/distribution-points/" + point.id, "{\"schedule\":\"" + window.repeat(168) + "\"}");
        distribute(id, at(point));
        assertThat(point.report().jobs()).hasSize(travels ? 1 : 0);
    }

    @Test
    @Tag("DIST-10")
    void siteAndWebServersHaveNoScheduleAndNoRateForNothingTravelsToThem() throws Exception {
        for (String body : List.of(
                "{\"schedule\":\"" + "C".repeat(168) + "\"}",
                "{\"rate\":{\"kind\":\"PULSE\",\"blockBytes\":65536,\"delayMillis\":50}}",
                "{\"sources\":[\"SITE\"]}")) {
            TestSite.Answer answer = site.api("PATCH", "/distribution-points/SITE", body);
            assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        }
        assertThat(site.api("PATCH", "/distribution-points/SITE", "{\"schedule\":\"" + "C".repeat(168) + "\"}")
                        .body())
                .contains("Site server fetches nothing from the site");
    }

    @Test
    @Tag("DIST-11")
    void pullPointWaitsForASourceOnItsWayAndForNoneThatFailed() throws Exception {
        site.addPackage("SLPF0021", "OS_IMAGE", "pulled along a chain");
        TestPoint first = TestPoint.joined(site, "chain one");
        TestPoint second = TestPoint.joined(site, "chain two");
        TestPoint third = TestPoint.joined(site, "chain three");
        site.api("PATCH", "/distribution-points/" + second.id, "{\"sources\":[\"" + first.id + "\"]}");
        site.api("PATCH", "/distribution-points/" + third.id, "{\"sources\":[\"" + second.id + "\"]}");
        distribute("SLPF0021", "{\"points\":[\"%s\",\"%s\",\"%s\"]}".formatted(first.id, second.id, third.id));
        assertThat(third.report().jobs()).isEmpty();
        assertThat(second.report().jobs()).isEmpty();
        first.obey();
        assertThat(third.report().jobs()).isEmpty();
        var job = second.report().jobs().getFirst();
        assertThat(job.places()).extracting(place -> place.name()).containsExactly("chain one", "the site");
        second.report(TestPoint.failed(job, "disk-full"));
        assertThat(third.report().jobs().getFirst().places())
                .as("its source failed: it does not wait for it")
                .extracting(place -> place.name())
                .containsExactly("the site");
    }
}

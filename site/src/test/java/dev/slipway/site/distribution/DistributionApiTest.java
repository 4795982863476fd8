package dev.slipway.site.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.ContentTicket;
import dev.slipway.protocol.PointOrders;
import dev.slipway.protocol.Registration.Environment;
import dev.slipway.site.TestSite;
import dev.slipway.site.machine.TestMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Distribution through the API, with points that speak the real protocol. */
class DistributionApiTest {
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
        site = TestSite.start(folder, "--slipway.approval=automatic");
        site.addPackage("SLPFFFF0", "BOOT_IMAGE", "boot");
        site.api("PATCH", "/distribution-settings", "{\"retryDelaySeconds\":1}");
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

    private static JsonNode ask(String action, String packageId, String body) throws Exception {
        TestSite.Answer answer = site.api("POST", "/content/" + packageId + "/" + action, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String at(TestPoint point) {
        return "{\"points\":[\"" + point.id + "\"]}";
    }

    private static JsonNode row(String packageId, String point) throws Exception {
        for (JsonNode row : site.get("/content/" + packageId).json().get("points")) {
            if (row.get("pointId").asString().equals(point)) {
                return row;
            }
        }
        throw new AssertionError(packageId + " is not at " + point);
    }

    private static String state(String packageId, String point) throws Exception {
        return row(packageId, point).get("state").asString();
    }

    @Test
    @Tag("DIST-2")
    void newContentIsAtTheSiteAtOnceAndTargetsThatHaveItAreRefused() throws Exception {
        site.addPackage("SLPE0001", "OS_IMAGE", "one");
        assertThat(state("SLPE0001", "SITE")).isEqualTo("INSTALLED");
        TestSite.Answer again = site.api("POST", "/content/SLPE0001/distribute", "{\"points\":[\"SITE\"]}");
        assertThat(again.code()).isEqualTo("already-distributed");
        assertThat(site.api("POST", "/content/SLPE0001/distribute", "{}").status())
                .isEqualTo(422);
        assertThat(site.api("POST", "/content/SLPE0001/distribute", "{\"points\":[\"DP99999\"]}")
                        .code())
                .isEqualTo("distribution-point-not-found");
    }

    @Test
    @Tag("DIST-7")
    void countsAndPercentFollowThePointsReports() throws Exception {
        site.addPackage("SLPE0002", "OS_IMAGE", "two");
        TestPoint point = TestPoint.joined(site, "counted");
        ask("distribute", "SLPE0002", at(point));
        assertThat(site.get("/content/SLPE0002").json().get("inProgress").asInt())
                .isEqualTo(1);
        PointOrders.Job job = point.report().jobs().getFirst();
        point.report(TestPoint.progress(job, 30, 100));
        JsonNode row = row("SLPE0002", point.id);
        assertThat(row.get("percent").asInt()).isEqualTo(30);
        assertThat(row.get("jobState").asString()).isEqualTo("INPROGRESS");
        assertThat(row.get("retriesLeft").asInt()).isEqualTo(10);
        point.report(TestPoint.failed(job, "disk-full"));
        JsonNode status = site.get("/content/SLPE0002").json();
        assertThat(status.get("retrying").asInt()).isEqualTo(1);
        assertThat(status.get("inProgress").asInt()).as("counted once").isZero();
        assertThat(row("SLPE0002", point.id).get("tab").asString()).isEqualTo("ERROR");
        assertThat(row("SLPE0002", point.id).get("retriesLeft").asInt()).isEqualTo(10);
        assertThat(row("SLPE0002", point.id).get("errorCode").asString()).isEqualTo("disk-full");
        assertThat(row("SLPE0002", point.id).get("nextAttemptAt").asString()).isNotEmpty();
        Thread.sleep(1100);
        point.obey();
        status = site.get("/content/SLPE0002").json();
        assertThat(status.get("targeted").asInt()).isEqualTo(2);
        assertThat(status.get("installed").asInt()).isEqualTo(2);
    }

    @Test
    @Tag("DIST-6")
    void cancelEndsInTheErrorTabAndDoesNothingAtTheSite() throws Exception {
        site.addPackage("SLPE0003", "OS_IMAGE", "three");
        TestPoint point = TestPoint.joined(site, "cancelled");
        ask("distribute", "SLPE0003", at(point));
        point.report();
        assertThat(ask("cancel", "SLPE0003", at(point))
                        .get("items")
                        .get(0)
                        .get("done")
                        .asBoolean())
                .isTrue();
        JsonNode row = row("SLPE0003", point.id);
        assertThat(row.get("tab").asString()).isEqualTo("ERROR");
        assertThat(row.get("why").asString()).isEqualTo("cancelled by user tester");
        assertThat(point.report().jobs()).isEmpty();
        assertThat(point.report().hold()).isEmpty();
        assertThat(ask("cancel", "SLPE0003", "{\"points\":[\"SITE\"]}")
                        .get("items")
                        .get(0)
                        .get("done")
                        .asBoolean())
                .isFalse();
        ask("distribute", "SLPE0003", at(point));
        point.obey();
        assertThat(state("SLPE0003", point.id)).isEqualTo("INSTALLED");
    }

    @Test
    @Tag("DIST-4")
    void redistributeOrdersEveryBlockAndRemoveTakesItAway() throws Exception {
        site.addPackage("SLPE0004", "OS_IMAGE", "four");
        TestPoint point = TestPoint.joined(site, "remover");
        ask("distribute", "SLPE0004", at(point));
        point.obey();
        ask("redistribute", "SLPE0004", at(point));
        PointOrders orders = point.report();
        assertThat(orders.jobs().getFirst().action()).isEqualTo(PointOrders.Action.REFETCH);
        point.report(point.done(orders.jobs().getFirst()));
        ask("remove", "SLPE0004", at(point));
        assertThat(state("SLPE0004", point.id)).isEqualTo("REMOVAL_PENDING");
        assertThat(point.report().hold()).isEmpty();
        point.obey();
        assertThat(site.get("/content/SLPE0004").json().get("targeted").asInt()).isEqualTo(1);
    }

    @Test
    @Tag("DIST-5")
    void validationOrdersHashesAndDamageIsFetchedAgain() throws Exception {
        String content = site.addPackage("SLPE0005", "OS_IMAGE", "five").hex();
        TestPoint point = TestPoint.joined(site, "validated");
        ask("distribute", "SLPE0005", at(point));
        point.obey();
        assertThat(site.api("POST", "/distribution-points/" + point.id + "/validate", "")
                        .json()
                        .get("begun")
                        .asInt())
                .isEqualTo(1);
        PointOrders.Job job = point.report().jobs().getFirst();
        assertThat(job.action()).isEqualTo(PointOrders.Action.VERIFY);
        point.holds.remove(content);
        PointOrders repair = point.report(TestPoint.failed(job, "content-damaged"));
        assertThat(repair.jobs())
                .singleElement()
                .satisfies(fetch -> assertThat(fetch.action()).isEqualTo(PointOrders.Action.FETCH));
        point.obey();
        JsonNode row = row("SLPE0005", point.id);
        assertThat(row.get("state").asString()).isEqualTo("INSTALLED");
        assertThat(row.get("why").asString()).startsWith("Repaired:");
        assertThat(site.get("/status-messages?packageId=SLPE0005&pointId=" + point.id)
                        .body())
                .contains("\"messageId\":2385")
                .contains("\"messageId\":2386");
    }

    @Test
    @Tag("DIST-5")
    void siteValidatesItsOwnStore() throws Exception {
        site.addPackage("SLPE0006", "OS_IMAGE", "six");
        ask("validate", "SLPE0006", "{\"points\":[\"SITE\"]}");
        for (int i = 0; i < 100 && !row("SLPE0006", "SITE").has("validatedAt"); i++) {
            Thread.sleep(100);
        }
        assertThat(row("SLPE0006", "SITE").get("validatedAt").asString()).isNotEmpty();
        assertThat(state("SLPE0006", "SITE")).isEqualTo("INSTALLED");
    }

    @Test
    @Tag("DIST-8")
    void groupGivesAllItsContentToAPointThatJoinsAndLeavesItToOneThatGoes() throws Exception {
        site.addPackage("SLPE0007", "OS_IMAGE", "seven");
        site.addPackage("SLPE0008", "OS_IMAGE", "eight");
        TestPoint first = TestPoint.joined(site, "group-one");
        TestPoint second = TestPoint.joined(site, "group-two");
        String group = site.api("POST", "/point-groups", "{\"name\":\"North\"}")
                .json()
                .get("id")
                .asString();
        site.api("PUT", "/point-groups/" + group + "/points/" + first.id, "");
        ask("distribute", "SLPE0007", "{\"groups\":[\"" + group + "\"]}");
        ask("distribute", "SLPE0008", "{\"groups\":[\"" + group + "\"]}");
        assertThat(first.report().hold()).hasSize(2);
        site.api("PUT", "/point-groups/" + group + "/points/" + second.id, "");
        assertThat(second.report().hold()).hasSize(2);
        second.obey();
        site.api("DELETE", "/point-groups/" + group + "/points/" + second.id, "");
        assertThat(second.report().hold()).hasSize(2);
        assertThat(state("SLPE0008", second.id)).isEqualTo("INSTALLED");

        site.api("PUT", "/point-groups/" + group + "/collections/SMS00001", "");
        site.addPackage("SLPE0009", "OS_IMAGE", "nine");
        ask("distribute", "SLPE0009", "{\"collections\":[\"SMS00001\"]}");
        assertThat(state("SLPE0009", first.id)).isEqualTo("INSTALL_PENDING");
    }

    @Test
    @Tag("DIST-9")
    void onlySoManyPackagesTravelAtOnceAndTheMostUrgentFirst() throws Exception {
        TestPoint point = TestPoint.joined(site, "busy");
        for (int i = 1; i <= 4; i++) {
            site.addPackage("SLPE001" + i, "OS_IMAGE", "busy " + i);
            ask("distribute", "SLPE001" + i, at(point));
        }
        site.bean(dev.slipway.site.database.Database.class)
                .change(handle -> handle.execute("update package set priority = 'HIGH' where id = 'SLPE0014'"));
        PointOrders orders = point.report();
        assertThat(orders.jobs()).hasSize(3);
        assertThat(orders.jobs().getFirst().packageId()).isEqualTo("SLPE0014");
        assertThat(row("SLPE0013", point.id).get("jobState").asString()).isEqualTo("READY");
        point.obey();
    }

    @Test
    @Tag("DIST-9")
    void pointsOfTheSamePriorityTakeTurnsByTheirSpeedWhichAnAdministratorMayPin() throws Exception {
        site.addPackage("SLPE0015", "OS_IMAGE", "by speed");
        TestPoint fast = TestPoint.joined(site, "fast");
        TestPoint slow = TestPoint.joined(site, "slow");
        site.api("PATCH", "/distribution-settings", "{\"concurrentPoints\":1}");
        ask("distribute", "SLPE0015", at(fast));
        PointOrders.Job job = fast.report().jobs().getFirst();
        Thread.sleep(50);
        fast.report(TestPoint.progress(job, 50_000_000, 100_000_000));
        assertThat(speed(fast, "measuredBytesPerSecond")).isGreaterThan(1_000_000);
        site.api("PATCH", "/distribution-points/" + slow.id, "{\"pinnedBytesPerSecond\":1000}");
        assertThat(speed(slow, "pinnedBytesPerSecond")).isEqualTo(1000);

        ask("distribute", "SLPE0015", at(slow));
        assertThat(slow.report().jobs()).as("one point at a time").isEmpty();
        fast.report(fast.done(job));
        site.addPackage("SLPE0016", "OS_IMAGE", "by speed too");
        ask("distribute", "SLPE0016", "{\"points\":[\"%s\",\"%s\"]}".formatted(fast.id, slow.id));
        site.api("PATCH", "/distribution-settings", "{\"concurrentPackages\":1}");
        assertThat(slow.report().jobs()).extracting(PointOrders.Job::packageId).containsExactly("SLPE0015");
        slow.report(slow.done(slow.report().jobs().getFirst()));
        ask("cancel", "SLPE0016", at(slow));
        ask("cancel", "SLPE0016", at(fast));
        ask("distribute", "SLPE0016", "{\"points\":[\"%s\",\"%s\"]}".formatted(fast.id, slow.id));
        waitsAt(fast, "SLPE0016");
        assertThat(slow.report().jobs())
                .as("the fast one waits, and goes first")
                .isEmpty();
        site.api("PATCH", "/distribution-points/" + slow.id, "{\"pinnedBytesPerSecond\":1000000000000}");
        assertThat(slow.report().jobs()).as("pinned to be the fastest").hasSize(1);
        assertThat(fast.report().jobs()).isEmpty();
        site.api("PATCH", "/distribution-settings", "{\"concurrentPackages\":3,\"concurrentPoints\":5}");
        assertThat(site.api("PATCH", "/distribution-points/" + slow.id, "{\"pinnedBytesPerSecond\":-1}")
                        .status())
                .isEqualTo(422);
    }

    /** As if the point had asked, and other transfers had had its slot. */
    private static void waitsAt(TestPoint point, String packageId) {
        site.bean(dev.slipway.site.database.Database.class)
                .change(handle -> handle.execute(
                        "update distribution set job_state = 'READY' where package = ? and point = ?",
                        packageId,
                        point.id));
    }

    private static long speed(TestPoint point, String field) throws Exception {
        return site.get("/distribution-points/" + point.id)
                .json()
                .get("speed")
                .get(field)
                .asLong();
    }

    @Test
    @Tag("DIST-9")
    void packageOfHighPriorityGoesFirstAlsoWhereAnotherPointAsks() throws Exception {
        site.addPackage("SLPE0017", "OS_IMAGE", "urgent elsewhere");
        site.addPackage("SLPE0018", "OS_IMAGE", "not urgent");
        TestPoint one = TestPoint.joined(site, "urgent");
        TestPoint other = TestPoint.joined(site, "patient");
        site.bean(dev.slipway.site.database.Database.class)
                .change(handle -> handle.execute("update package set priority = 'HIGH' where id = 'SLPE0017'"));
        site.api("PATCH", "/distribution-settings", "{\"concurrentPackages\":1}");
        ask("distribute", "SLPE0017", at(one));
        ask("distribute", "SLPE0018", at(other));
        waitsAt(one, "SLPE0017");
        assertThat(other.report().jobs()).isEmpty();
        assertThat(one.report().jobs()).hasSize(1);
        one.obey();
        assertThat(other.report().jobs()).hasSize(1);
        site.api("PATCH", "/distribution-settings", "{\"concurrentPackages\":3}");
    }

    @Test
    @Tag("DIST-6")
    void cancelNearTheEndIsIgnoredAndEndsInSuccess() throws Exception {
        site.addPackage("SLPE0019", "OS_IMAGE", "nearly there");
        TestPoint point = TestPoint.joined(site, "nearly");
        ask("distribute", "SLPE0019", at(point));
        PointOrders.Job job = point.report().jobs().getFirst();
        point.report(TestPoint.progress(job, 97, 100));
        JsonNode outcome = ask("cancel", "SLPE0019", at(point)).get("items").get(0);
        assertThat(outcome.get("done").asBoolean()).isFalse();
        assertThat(outcome.get("text").asString()).contains("nearly done");
        assertThat(point.report(TestPoint.progress(job, 98, 100)).jobs())
                .as("it goes on")
                .hasSize(1);
        point.report(point.done(job));
        assertThat(state("SLPE0019", point.id)).isEqualTo("INSTALLED");
        JsonNode atSite = ask("cancel", "SLPE0019", "{\"points\":[\"SITE\"]}")
                .get("items")
                .get(0);
        assertThat(atSite.get("text").asString()).contains("nothing to cancel");
        assertThat(state("SLPE0019", "SITE")).isEqualTo("INSTALLED");
    }

    @Test
    @Tag("DIST-13")
    void statusMessagesTellOfANewVersionInTheOrderOfItsWay() throws Exception {
        Path source = Files.createDirectories(folder.resolve("told source"));
        Files.writeString(source.resolve("run.sh"), "told");
        String id = softwareFrom(source, "Told");
        TestPoint point = TestPoint.joined(site, "told");
        ask("distribute", id, at(point));
        point.obey();
        assertThat(messages("packageId=" + id + "&pointId=")).containsExactly(2300, 2376, 2330, 2301, 2342, 2330);
        assertThat(messages("packageId=" + id + "&pointId=" + point.id)).containsExactly(2342, 2330);
    }

    /** The numbers of status messages, the oldest first. */
    private static List<Integer> messages(String query) throws Exception {
        List<Integer> numbers = new java.util.ArrayList<>();
        site.get("/status-messages?" + query)
                .json()
                .get("items")
                .forEach(message -> numbers.addFirst(message.get("messageId").asInt()));
        return numbers;
    }

    @Test
    @Tag("DIST-8")
    void collectionThatIsAssociatedLaterGetsOlderContentOnlyWhenItIsDistributedAgain() throws Exception {
        site.addPackage("SLPE0051", "OS_IMAGE", "older content");
        TestPoint point = TestPoint.joined(site, "later");
        String group = site.api("POST", "/point-groups", "{\"name\":\"Later\"}")
                .json()
                .get("id")
                .asString();
        site.api("PUT", "/point-groups/" + group + "/points/" + point.id, "");
        TestSite.Answer before = site.api("POST", "/content/SLPE0051/distribute", "{\"collections\":[\"SMS000US\"]}");
        assertThat(before.status()).as("no group is associated yet").isEqualTo(422);
        site.api("PUT", "/point-groups/" + group + "/collections/SMS000US", "");
        assertThat(point.report().hold())
                .as("what was distributed before does not follow")
                .isEmpty();
        ask("distribute", "SLPE0051", "{\"collections\":[\"SMS000US\"]}");
        assertThat(point.report().hold()).hasSize(1);
    }

    @Test
    void contentThatTheSiteNeverKnewChangesNothing() throws Exception {
        site.addPackage("SLPE0061", "OS_IMAGE", "known");
        TestPoint point = TestPoint.joined(site, "strange");
        ask("distribute", "SLPE0061", at(point));
        point.holds.add("f".repeat(64));
        point.holds.add("no content at all");
        PointOrders orders = point.report(new dev.slipway.protocol.PointReport.JobReport(
                "no such job", dev.slipway.protocol.PointReport.State.DONE, 1, 1, 1, java.util.Optional.empty()));
        assertThat(orders.hold()).hasSize(1).doesNotContain("f".repeat(64));
        assertThat(orders.spare()).isEmpty();
        point.obey();
        assertThat(state("SLPE0061", point.id)).isEqualTo("INSTALLED");
        assertThat(point.holds).as("it was told to let go of what nobody knows").hasSize(1);
    }

    @Test
    void clockThatIsSetBackKeepsNoPointOnlineAndNoRetryWaiting() throws Exception {
        site.addPackage("SLPE0062", "OS_IMAGE", "by the old clock");
        TestPoint point = TestPoint.joined(site, "ahead");
        ask("distribute", "SLPE0062", at(point));
        PointOrders.Job job = point.report().jobs().getFirst();
        point.report(TestPoint.failed(job, "disk-full"));
        java.time.Instant tomorrow = java.time.Instant.now().plusSeconds(86_400);
        site.bean(dev.slipway.site.database.Database.class).change(handle -> {
            handle.execute("update distribution_point set last_report_at = ? where id = ?", tomorrow, point.id);
            handle.execute(
                    "update distribution set next_attempt_at = ?, heard_at = ? where point = ?",
                    tomorrow,
                    tomorrow,
                    point.id);
        });
        site.bean(DistributionTimer.class).tick();
        java.time.Instant soon = java.time.Instant.now().plusSeconds(3700);
        assertThat(site.bean(Points.class).get(point.id).lastReportAt().orElseThrow())
                .isBefore(soon);
        assertThat(java.time.Instant.parse(
                        row("SLPE0062", point.id).get("nextAttemptAt").asString()))
                .isBefore(soon);
    }

    @Test
    void joinCodesAreListedWithoutTheirSecretsAndRevokedWhileNobodyUsedThem() throws Exception {
        JsonNode made = site.api("POST", "/join-codes", "{\"minutes\":5}").json();
        String id = made.get("id").asString();
        TestSite.Answer listed = site.get("/join-codes");
        assertThat(listed.body()).contains(id).doesNotContain(made.get("code").asString());
        assertThat(site.api("DELETE", "/join-codes/" + id, "").status()).isEqualTo(204);
        assertThat(site.get("/join-codes").body()).doesNotContain(id);
        assertThat(site.api("DELETE", "/join-codes/" + id, "").status()).isEqualTo(404);
        TestPoint refused = new TestPoint(site, "revoked");
        assertThat(refused.tryJoin(dev.slipway.protocol.JoinCode.of(
                                        made.get("code").asString())
                                .secret())
                        .code())
                .isEqualTo("join-code-invalid");
    }

    @Test
    @Tag("DIST-10")
    void closedScheduleAndMaintenanceHoldJobsBackAndSayWhy() throws Exception {
        site.addPackage("SLPE0021", "OS_IMAGE", "scheduled");
        TestPoint point = TestPoint.joined(site, "scheduled");
        String path = "/distribution-points/" + point.id;
        assertThat(site.api("PATCH", path, "{\"schedule\":\"" + "H".repeat(168) + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(site.api("PATCH", path, "{\"schedule\":\"HHH\"}").status()).isEqualTo(422);
        ask("distribute", "SLPE0021", at(point));
        assertThat(point.report().jobs()).isEmpty();
        assertThat(row("SLPE0021", point.id).get("jobState").asString()).isEqualTo("SUSPENDED");
        assertThat(row("SLPE0021", point.id).get("why").asString()).contains("high priority only");
        site.api("PATCH", path, "{\"schedule\":\"\",\"maintenance\":true}");
        assertThat(point.report().maintenance()).isTrue();
        assertThat(row("SLPE0021", point.id).get("why").asString()).contains("maintenance");
        site.api(
                "PATCH",
                path,
                "{\"maintenance\":false,\"rate\":{\"kind\":\"PULSE\",\"blockBytes\":65536,\"delayMillis\":50}}");
        PointOrders orders = point.report();
        assertThat(orders.jobs()).hasSize(1);
        assertThat(orders.rate()).isEqualTo(new PointOrders.Rate.Pulse(65536, 50));
    }

    @Test
    @Tag("DIST-11")
    void pullPointFetchesFromItsSourcesFirst() throws Exception {
        site.addPackage("SLPE0022", "OS_IMAGE", "pulled");
        TestPoint source = TestPoint.joined(site, "source");
        TestPoint puller = TestPoint.joined(site, "puller");
        ask("distribute", "SLPE0022", at(source));
        source.obey();
        site.api("PATCH", "/distribution-points/" + puller.id, "{\"sources\":[\"" + source.id + "\"]}");
        ask("distribute", "SLPE0022", at(puller));
        assertThat(puller.report().jobs().getFirst().places())
                .extracting(ContentTicket.Place::name)
                .containsExactly("source", "the site");
    }

    @Test
    @Tag("DIST-11")
    void pointBehindAThinLineWaitsForItsPrestagedFile() throws Exception {
        site.addPackage("SLPE0023", "OS_IMAGE", "prestaged");
        TestPoint point = TestPoint.joined(site, "thin");
        site.api("PATCH", "/distribution-points/" + point.id, "{\"prestaged\":true}");
        site.bean(dev.slipway.site.database.Database.class)
                .change(handle -> handle.execute("update package set prestage = 'MANUAL' where id = 'SLPE0023'"));
        ask("distribute", "SLPE0023", at(point));
        PointOrders orders = point.report();
        assertThat(orders.jobs()).isEmpty();
        assertThat(orders.hold()).hasSize(1);
        assertThat(row("SLPE0023", point.id).get("why").asString()).contains("prestaged");
        point.holds.addAll(orders.hold());
        point.report();
        assertThat(state("SLPE0023", point.id)).isEqualTo("INSTALLED");
    }

    @Test
    @Tag("CON-2")
    void machineIsSentToItsBoundaryGroupThenNeighboursThenTheDefaultGroup() throws Exception {
        String content = site.addPackage("SLPE0031", "OS_IMAGE", "placed").hex();
        TestPoint near = TestPoint.joined(site, "near");
        TestPoint far = TestPoint.joined(site, "far");
        ask("distribute", "SLPE0031", "{\"points\":[\"" + near.id + "\",\"" + far.id + "\"]}");
        far.obey();
        String neighbour = site.api("POST", "/boundary-groups", "{\"name\":\"Far\",\"points\":[\"" + far.id + "\"]}")
                .json()
                .get("id")
                .asString();
        site.api("POST", "/boundary-groups", """
                {"name":"Here","boundaries":["127.0.0.0/8","::1"],"points":["%s"],"fallback":["%s"]}""".formatted(near.id, neighbour));
        TestMachine machine = run("SLPE0031", "c1");
        assertThat(machine.ticket(content).places())
                .extracting(ContentTicket.Place::name)
                .containsExactly("far", "Site server");
        near.obey();
        assertThat(machine.ticket(content).places())
                .extracting(ContentTicket.Place::name)
                .containsExactly("near", "far", "Site server");
        site.api("PATCH", "/distribution-points/" + near.id, "{\"maintenance\":true}");
        ask("remove", "SLPE0031", "{\"points\":[\"SITE\"]}");
        assertThat(machine.ticket(content).places())
                .extracting(ContentTicket.Place::name)
                .containsExactly("far");
    }

    private static TestMachine run(String packageId, String last) throws Exception {
        String sequence = "SLPE9" + packageId.substring(5);
        site.addSequence(sequence, "Run " + packageId, XML, packageId);
        String deployment = site.deploy(sequence, "SMS000US", "AVAILABLE", "CLIENTS_MEDIA_PXE");
        TestMachine machine =
                new TestMachine(site, "4c4c4544-0000-4000-8000-0000000001" + last, "52:54:00:00:01:" + last);
        machine.arrive(Environment.BOOT);
        machine.start(deployment);
        return machine;
    }

    @Test
    @Tag("IMG-7")
    void deploymentOfContentThatLiesNowhereIsRefused() throws Exception {
        site.addPackage("SLPE0032", "OS_IMAGE", "nowhere");
        ask("remove", "SLPE0032", "{\"points\":[\"SITE\"]}");
        site.addSequence("SLPE9032", "Nowhere", XML, "SLPE0032");
        TestSite.Answer answer = site.api("POST", "/deployments", """
                {"sequenceId":"SLPE9032","collectionId":"SMS000US","purpose":"AVAILABLE","availableTo":"CLIENTS_MEDIA_PXE"}""");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("content-not-distributed");
        assertThat(answer.body()).contains("SLPE0032");
        ask("distribute", "SLPE0032", "{\"points\":[\"SITE\"]}");
        site.deploy("SLPE9032", "SMS000US", "AVAILABLE", "CLIENTS_MEDIA_PXE");
    }

    @Test
    @Tag("DIST-11")
    void machineThatAsksBringsContentOnDemandToThePointsOfItsGroup() throws Exception {
        String content = site.addPackage("SLPE0033", "OS_IMAGE", "on demand").hex();
        TestPoint point = TestPoint.joined(site, "demanded");
        String group = site.api("POST", "/boundary-groups", """
                {"name":"On demand","boundaries":["127.0.0.0/8","::1"],"points":["%s"]}""".formatted(point.id))
                .json()
                .get("id")
                .asString();
        TestMachine machine = run("SLPE0033", "d1");
        assertThat(machine.ticket(content).places()).hasSize(1);
        assertThat(point.report().jobs()).isEmpty();
        site.bean(dev.slipway.site.database.Database.class)
                .change(handle -> handle.execute("update package set on_demand = 1 where id = 'SLPE0033'"));
        assertThat(machine.ticket(content).places())
                .as("it does not wait for the point")
                .extracting(ContentTicket.Place::name)
                .containsExactly("Site server");
        point.obey();
        assertThat(machine.ticket(content).places())
                .extracting(ContentTicket.Place::name)
                .containsExactly("demanded", "Site server");
        site.api("DELETE", "/boundary-groups/" + group, "");
    }

    @Test
    void ticketOfAMachineWhoseApprovalWasWithdrawnOpensNothingAtTheSite() throws Exception {
        String content = site.addPackage("SLPE0034", "OS_IMAGE", "withdrawn").hex();
        TestMachine machine = run("SLPE0034", "e1");
        String query = machine.ticket(content).query();
        site.api("POST", "/devices/" + machine.id() + "/deny", "");
        TestSite.Answer answer = site.send("GET", "/content/extents/" + content + ".extents?" + query, "", "");
        assertThat(answer.code()).isEqualTo("ticket-invalid");
    }

    @Test
    @Tag("DIST-3")
    void newVersionGoesToAllWhoHaveThePackageAndTheOldOneIsServedMeanwhile() throws Exception {
        String old = site.addPackage("SLPE0035", "OS_IMAGE", "first version").hex();
        String next = site.addPackage("SLPE0036", "OS_IMAGE", "second version").hex();
        TestPoint point = TestPoint.joined(site, "updated");
        ask("distribute", "SLPE0035", at(point));
        point.obey();
        assertThat(updated("SLPE0035").get("message").asString())
                .contains("no source")
                .contains("Every point has version 1");
        site.bean(dev.slipway.site.database.Database.class).change(handle -> {
            handle.execute("update package set source_version = 2, content_id = ? where id = 'SLPE0035'", next);
            var now = dev.slipway.site.library.Packages.find(handle, "SLPE0035").orElseThrow();
            site.bean(NewVersions.class).currentChanged(handle, now);
        });
        PointOrders orders = point.report();
        assertThat(row("SLPE0035", point.id).get("state").asString()).isEqualTo("CONTENT_UPDATING");
        assertThat(row("SLPE0035", "SITE").get("presentVersion").asInt()).isEqualTo(2);
        assertThat(orders.hold()).containsExactlyInAnyOrder(old, next);
        point.obey();
        assertThat(point.report().hold()).containsExactly(next);
        assertThat(state("SLPE0035", point.id)).isEqualTo("INSTALLED");
    }

    /** Update Distribution Points to its end. */
    private static JsonNode updated(String packageId) throws Exception {
        return site.ended(site.api("POST", "/content/" + packageId + "/update", ""));
    }

    private static String softwareFrom(Path source, String name) throws Exception {
        JsonNode operation = site.ended(site.api(
                "POST",
                "/software-packages",
                "{\"name\":\"" + name + "\",\"path\":\"" + source + "\",\"programs\":[]}"));
        assertThat(operation.path("state").asString()).as(operation.toString()).isEqualTo("SUCCEEDED");
        return operation.get("subject").asString();
    }

    @Test
    @Tag("DIST-3")
    void updateTakesAChangedSourceInAndBringsThePointsThatLagUpToDate() throws Exception {
        Path source = Files.createDirectories(folder.resolve("updated source"));
        Files.writeString(source.resolve("run.sh"), "one");
        String id = softwareFrom(source, "Updated");
        TestPoint point = TestPoint.joined(site, "lags");
        ask("distribute", id, at(point));
        point.obey();
        JsonNode unchanged = updated(id);
        assertThat(unchanged.get("message").asString())
                .contains("has not changed since version 1")
                .contains("Every point has version 1");
        assertThat(point.report().jobs()).isEmpty();

        Files.writeString(source.resolve("run.sh"), "the second version");
        assertThat(updated(id).get("message").asString())
                .contains("is now at version 2")
                .contains("Version 2 is on its way to lags");
        assertThat(row(id, "SITE").get("presentVersion").asLong()).isEqualTo(2);
        assertThat(state(id, point.id)).isEqualTo("CONTENT_UPDATING");
        ask("cancel", id, at(point));
        assertThat(state(id, point.id)).isEqualTo("INSTALL_FAILED");

        assertThat(updated(id).get("message").asString())
                .as("the source is as before, but a point lags")
                .contains("has not changed since version 2")
                .contains("Version 2 is on its way to lags");
        point.obey();
        assertThat(row(id, point.id).get("presentVersion").asLong()).isEqualTo(2);

        Files.writeString(source.resolve("run.sh"), "3");
        updated(id);
        ask("cancel", id, at(point));
        Files.move(source, source.resolveSibling("away"));
        JsonNode failed = updated(id);
        assertThat(failed.get("state").asString()).isEqualTo("FAILED");
        assertThat(failed.get("message").asString())
                .as("a source that is away does not keep the points from what the library has")
                .contains("Version 3 is on its way to lags");
        point.obey();
        assertThat(row(id, point.id).get("presentVersion").asLong()).isEqualTo(3);
    }

    @Test
    @Tag("DIST-3")
    void updateLeavesARollbackAloneAndRefreshUndoesIt() throws Exception {
        Path source = Files.createDirectories(folder.resolve("rolled back source"));
        Files.writeString(source.resolve("run.sh"), "one");
        String id = softwareFrom(source, "Rolled back");
        Files.writeString(source.resolve("run.sh"), "the second version");
        updated(id);
        site.api("POST", "/packages/" + id + "/rollback", "{\"version\":1}");
        assertThat(updated(id).get("message").asString()).contains("stays at version 1");
        assertThat(site.get("/packages/" + id).json().get("sourceVersion").asLong())
                .isEqualTo(1);
    }

    @Test
    void packageWithoutContentCannotBeUpdated() throws Exception {
        site.bean(dev.slipway.site.database.Database.class).change(handle -> handle.execute("""
                        insert into package (id, type, name, version, comment, source_path, source_version, content_id, size_bytes, stored_bytes,
                          created_at, changed_at)
                        values ('SLPE0041', 'SOFTWARE_PACKAGE', 'Command only', '', '', '', 1, '', 0, 0, 0, 0)
                        """));
        assertThat(site.api("POST", "/content/SLPE0041/update", "").code()).isEqualTo("package-without-content");
    }

    @Test
    void wrongBoundariesAreRefused() throws Exception {
        for (String wrong : List.of("10.0.0.0/33", "10.0.0.9-10.0.0.1", "nonsense", "10.0.0.1-::1")) {
            TestSite.Answer answer =
                    site.api("POST", "/boundary-groups", "{\"name\":\"Wrong\",\"boundaries\":[\"" + wrong + "\"]}");
            assertThat(answer.status()).as(wrong).isEqualTo(422);
        }
        assertThat(site.api("DELETE", "/boundary-groups/BG00001", "").code()).isEqualTo("group-is-default");
    }
}

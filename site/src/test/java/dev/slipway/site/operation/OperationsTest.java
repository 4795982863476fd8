package dev.slipway.site.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.Caller;
import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import dev.slipway.site.database.Database;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsTest {
    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = SharedSite.get();
    }

    private static Operation submit(TestSite where, String input) {
        return where.bean(Database.class)
                .write(handle -> where.bean(Operations.class)
                        .submit(handle, TestWork.KIND, "Test " + input, null, input, Caller.SITE));
    }

    private static Operation await(TestSite where, String id, Operation.State state) throws InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        Operation now = where.bean(Operations.class).get(id);
        while (now.state() != state && Instant.now().isBefore(deadline)) {
            Thread.sleep(20);
            now = where.bean(Operations.class).get(id);
        }
        assertThat(now.state()).isEqualTo(state);
        return now;
    }

    @Test
    void workRunsAndTellsWhatCameOfIt() throws Exception {
        Operation ended = await(site, submit(site, "ok").id(), Operation.State.SUCCEEDED);
        assertThat(ended.percent()).isEqualTo(100);
        assertThat(ended.message()).isEqualTo("Done.");
        assertThat(site.get("/operations/" + ended.id() + "/log").body()).contains("input ok");
    }

    @Test
    void workIsListedByTheObjectThatItWorksOn() throws Exception {
        site.bean(Database.class)
                .change(handle -> site.bean(Operations.class)
                        .submit(handle, TestWork.KIND, "Test of one object", "SLP0BEEF", "ok", Caller.SITE));
        assertThat(site.get("/operations?subject=SLP0BEEF").body())
                .contains("Test of one object")
                .containsOnlyOnce("\"title\"");
        assertThat(site.get("/operations?subject=SLP0DEAD").body()).doesNotContain("\"title\"");
    }

    @Test
    void failureKeepsItsCode() throws Exception {
        Operation ended = await(site, submit(site, "fail").id(), Operation.State.FAILED);
        assertThat(ended.errorCode()).isEqualTo("test-failed");
        assertThat(ended.message()).isEqualTo("It was told to fail.");
    }

    @Test
    void unforeseenFailureIsAFailureToo() throws Exception {
        Operation ended = await(site, submit(site, "crash").id(), Operation.State.FAILED);
        assertThat(ended.errorCode()).isEqualTo("internal-error");
    }

    @Test
    void runningWorkIsCancelled() throws Exception {
        String id = submit(site, "wait").id();
        await(site, id, Operation.State.RUNNING);
        assertThat(site.api("POST", "/operations/" + id + "/cancel", "").status())
                .isEqualTo(200);
        assertThat(await(site, id, Operation.State.CANCELLED).cancelRequested()).isTrue();
    }

    @Test
    void cancelIsRefusedOnceFinished() throws Exception {
        String id = submit(site, "ok").id();
        await(site, id, Operation.State.SUCCEEDED);
        TestSite.Answer answer = site.api("POST", "/operations/" + id + "/cancel", "");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("operation-finished");
    }

    @Test
    void workOfAStoppedSiteBeginsAgainAtTheNextStart(@TempDir Path folder) throws Exception {
        String id;
        try (TestSite first = TestSite.start(folder)) {
            id = submit(first, "wait").id();
            await(first, id, Operation.State.RUNNING);
        }
        try (TestSite second = TestSite.start(folder)) {
            Operation again = await(second, id, Operation.State.RUNNING);
            assertThat(again.attempt()).isEqualTo(2);
            second.bean(Operations.class).cancel(id);
            await(second, id, Operation.State.CANCELLED);
        }
    }

    @Test
    void eventsArriveLiveAndFromWhereAReaderLeftOff() throws Exception {
        long before = site.bean(Events.class).last();
        String id = submit(site, "ok").id();
        await(site, id, Operation.State.SUCCEEDED);
        List<String> lines = new ArrayList<>();
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + site.httpPort() + "/api/v1/events?topic=operation&subject=" + id))
                .header("Authorization", "Bearer " + site.tokenOf(dev.slipway.site.Role.READ_ONLY_ANALYST))
                .header("Last-Event-ID", Long.toString(before))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var body = client.send(request, HttpResponse.BodyHandlers.ofLines()).body();
            body.takeWhile(line ->
                            lines.stream().filter(l -> l.startsWith("data:")).count() < 2)
                    .forEach(lines::add);
            client.shutdownNow();
        }
        assertThat(lines).anyMatch(line -> line.equals("event:operation"));
        assertThat(lines).anyMatch(line -> line.startsWith("data:{") && line.contains("\"subject\":\"" + id + "\""));
    }
}

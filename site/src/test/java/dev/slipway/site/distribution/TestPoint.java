package dev.slipway.site.distribution;

import dev.slipway.protocol.JoinCode;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.PointAddress;
import dev.slipway.protocol.PointJoin;
import dev.slipway.protocol.PointJoined;
import dev.slipway.protocol.PointOrders;
import dev.slipway.protocol.PointReport;
import dev.slipway.protocol.PointReport.JobReport;
import dev.slipway.protocol.RequestSignature;
import dev.slipway.site.Caller;
import dev.slipway.site.SignedClient;
import dev.slipway.site.SignedClient.Answer;
import dev.slipway.site.TestSite;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A distribution point that speaks the protocol and holds nothing but names. */
public final class TestPoint {
    private final SignedClient client;
    private final String name;
    final Set<String> holds = new TreeSet<>();
    String id = "";

    TestPoint(TestSite site, String name) {
        this.name = name;
        client = new SignedClient(site, PointGate.BASE);
    }

    /** A fresh join code's secret half. */
    static String code(TestSite site) {
        return JoinCode.of(site.bean(JoinCodes.class)
                        .make("https://localhost:" + site.tlsPort(), Duration.ofMinutes(5), Caller.SITE)
                        .code())
                .secret();
    }

    public static TestPoint joined(TestSite site, String name) throws IOException, InterruptedException {
        TestPoint point = new TestPoint(site, name);
        point.id = point.tryJoin(code(site)).as(PointJoined.class).pointId();
        return point;
    }

    PointAddress address() {
        return new PointAddress(
                "http://" + name + ":8080/content", "https://" + name + ":8443/content", "0".repeat(64));
    }

    Answer tryJoin(String code) throws IOException, InterruptedException {
        return send("POST", "/join", Json.encode(new PointJoin(code, client.publicKey(), name, address(), "test")), "");
    }

    Answer tryReport(JobReport... jobs) throws IOException, InterruptedException {
        PointReport report = new PointReport("test", address(), 1000, 500, List.copyOf(holds), Arrays.asList(jobs));
        return send("POST", "/report", Json.encode(report), id);
    }

    public PointOrders report(JobReport... jobs) throws IOException, InterruptedException {
        return tryReport(jobs).as(PointOrders.class);
    }

    Answer manifest(String content) throws IOException, InterruptedException {
        return send("GET", "/content/" + content + "/manifest", new byte[0], id);
    }

    public static JobReport progress(PointOrders.Job job, long done, long total) {
        return new JobReport(job.jobId(), PointReport.State.FETCHING, done, total, done, Optional.empty());
    }

    static JobReport failed(PointOrders.Job job, String code) {
        return new JobReport(
                job.jobId(),
                PointReport.State.FAILED,
                0,
                100,
                0,
                Optional.of(new PointReport.Problem(code, "It failed.")));
    }

    /** The content is whole here now. */
    public JobReport done(PointOrders.Job job) {
        holds.add(job.contentId());
        return new JobReport(job.jobId(), PointReport.State.DONE, 100, 100, 100, Optional.empty());
    }

    /** Does all that it is told until nothing is left. */
    public PointOrders obey() throws IOException, InterruptedException {
        PointOrders orders = report();
        while (!orders.jobs().isEmpty()) {
            orders = report(orders.jobs().stream().map(this::done).toArray(JobReport[]::new));
        }
        holds.retainAll(Set.copyOf(orders.hold()));
        return report();
    }

    private Answer send(String method, String path, byte[] body, String point)
            throws IOException, InterruptedException {
        return client.send(
                method,
                path,
                body,
                Map.of(
                        PointGate.HEADER,
                        point,
                        RequestSignature.HEADER,
                        client.proof(method, path, body, RequestSignature.NO_TOKEN)));
    }
}

package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.Caller;
import dev.slipway.site.TestSite;
import dev.slipway.site.database.Database;
import dev.slipway.site.distribution.JoinCodes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A site whose points report every second, and points that join it. */
final class PointLab implements AutoCloseable {
    final TestSite site;
    private final Path root;

    PointLab(Path root) throws Exception {
        this.root = root;
        site = TestSite.start(root.resolve("site"));
        settings("{\"pollSeconds\":1,\"retryDelaySeconds\":1}");
    }

    void settings(String body) throws Exception {
        ok(site.api("PATCH", "/distribution-settings", body));
    }

    private static JsonNode ok(TestSite.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** What was accepted, at its end. */
    JsonNode succeeded(TestSite.Answer accepted) throws Exception {
        JsonNode operation = site.ended(accepted);
        assertThat(operation.path("state").asString()).as(operation.toString()).isEqualTo("SUCCEEDED");
        return operation;
    }

    /** Requests for a path of the content listener or of the point protocol that the site has answered. */
    long requests(String pattern) {
        return site.bean(MeterRegistry.class).find("http.server.requests").tag("uri", pattern).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    String joinCode() {
        return site.bean(JoinCodes.class)
                .make("https://localhost:" + site.tlsPort(), Duration.ofMinutes(5), Caller.SITE)
                .code();
    }

    Running join(String name) throws Exception {
        return new Running(root, name, joinCode());
    }

    /** A point that has joined before. */
    Running again(String name) throws Exception {
        return new Running(root, name, "");
    }

    void set(Running point, String body) throws Exception {
        ok(site.api("PATCH", "/distribution-points/" + point.id(), body));
    }

    /** An action on a package at points, as the API has it. @return the outcomes */
    JsonNode ask(String action, String packageId, String... points) throws Exception {
        String named = Arrays.stream(points).map(point -> "\"" + point + "\"").collect(Collectors.joining(","));
        return ok(site.api("POST", "/content/" + packageId + "/" + action, "{\"points\":[" + named + "]}"))
                .get("items");
    }

    void distribute(String packageId, String... points) throws Exception {
        ask("distribute", packageId, points);
    }

    void distributed(String packageId, String point) throws Exception {
        distribute(packageId, point);
        installed(packageId, point);
    }

    void installed(String packageId, String point) throws Exception {
        Running.await(
                packageId + " installed", () -> row(packageId, point, "state").equals("INSTALLED"));
    }

    /** A column of what the site knows of a package at a point; {@code none} without a row. */
    String row(String packageId, String point, String column) {
        return site.bean(Database.class)
                .read(handle -> handle.createQuery(
                                "select " + column + " from distribution where package = :package and point = :point")
                        .bind("package", packageId)
                        .bind("point", point)
                        .mapTo(String.class)
                        .findOne()
                        .orElse("none"));
    }

    long number(String packageId, String point, String column) {
        return Long.parseLong(row(packageId, point, column));
    }

    @Override
    public void close() {
        site.close();
    }
}

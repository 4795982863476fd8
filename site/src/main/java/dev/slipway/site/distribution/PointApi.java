package dev.slipway.site.distribution;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.PackageSettings.Priority;
import dev.slipway.site.listener.Addresses;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Distribution points and join codes in the human API. */
@RestController
@RequestMapping("/api/v1")
@Requires(Role.FULL_ADMINISTRATOR)
class PointApi {
    private static final int DEFAULT_MINUTES = 60;
    private final Points points;
    private final JoinCodes codes;
    private final ContentStatuses statuses;
    private final Distributions distributions;
    private final Addresses addresses;

    PointApi(
            Points points,
            JoinCodes codes,
            ContentStatuses statuses,
            Distributions distributions,
            Addresses addresses) {
        this.points = points;
        this.codes = codes;
        this.statuses = statuses;
        this.distributions = distributions;
        this.addresses = addresses;
    }

    /** What is left out stays. */
    record RateBody(
            RateLimit.@Nullable Kind kind,
            @Nullable Integer blockBytes,
            @Nullable Integer delayMillis,
            @Nullable List<Integer> percents) {
        RateLimit limit() {
            return new RateLimit(
                    kind == null ? RateLimit.Kind.UNLIMITED : kind,
                    blockBytes == null ? 0 : blockBytes,
                    delayMillis == null ? 0 : delayMillis,
                    percents == null ? List.of() : percents);
        }
    }

    record PointBody(
            @Nullable String name,
            @Nullable String comment,
            @Nullable String contentUrl,
            @Nullable Boolean maintenance,
            @Nullable Priority priority,
            @Nullable Boolean prestaged,
            @Nullable Integer validateDays,
            @Nullable String schedule,
            @Nullable RateBody rate,
            @Nullable List<String> sources,
            @Nullable Long pinnedBytesPerSecond) {
        Points.Change change() {
            return new Points.Change(
                    name,
                    comment,
                    contentUrl,
                    maintenance,
                    priority,
                    prestaged,
                    validateDays,
                    schedule == null ? null : new WeekSchedule(schedule),
                    rate == null ? null : rate.limit(),
                    sources,
                    pinnedBytesPerSecond);
        }
    }

    record CodeBody(@Nullable Integer minutes, @Nullable String replaces) {}

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/distribution-points")
    Page<DistributionPoint> list(
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String after) {
        return Page.of(points.all(), after, limit, DistributionPoint::id);
    }

    @PostMapping("/distribution-points")
    @ResponseStatus(HttpStatus.CREATED)
    DistributionPoint addPlain(@RequestBody PointBody body) {
        if (body.name() == null || body.contentUrl() == null) {
            throw SlipwayException.invalid(
                    body.name() == null ? "name" : "contentUrl",
                    "A web server needs a name and a contentUrl. A point with a process of its own joins with a join code.");
        }
        return points.addPlain(body.name(), body.comment() == null ? "" : body.comment(), body.contentUrl());
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/distribution-points/{pointId}")
    DistributionPoint get(@PathVariable String pointId) {
        return points.get(pointId);
    }

    @PatchMapping("/distribution-points/{pointId}")
    DistributionPoint change(@PathVariable String pointId, @RequestBody PointBody body) {
        return points.change(pointId, body.change());
    }

    @DeleteMapping("/distribution-points/{pointId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String pointId) {
        points.remove(pointId);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/distribution-points/{pointId}/content")
    Page<ContentStatus.AtPoint> content(@PathVariable String pointId) {
        return Page.whole(statuses.atPoint(pointId));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/distribution-points/{pointId}/validate")
    Map<String, Integer> validate(@PathVariable String pointId) {
        return Map.of("begun", distributions.validatePoint(pointId));
    }

    @GetMapping("/join-codes")
    Page<JoinCodes.Issued> joinCodes() {
        return Page.whole(codes.all());
    }

    @PostMapping("/join-codes")
    @ResponseStatus(HttpStatus.CREATED)
    JoinCodes.Made makeJoinCode(@RequestBody CodeBody body, HttpServletRequest request, Caller caller) {
        int minutes = body.minutes() == null ? DEFAULT_MINUTES : body.minutes();
        String replaces = body.replaces() == null ? "" : body.replaces();
        return codes.make(addresses.machineUrl(request), Duration.ofMinutes(minutes), replaces, caller);
    }

    @DeleteMapping("/join-codes/{codeId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revokeJoinCode(@PathVariable String codeId) {
        codes.revoke(codeId);
    }
}

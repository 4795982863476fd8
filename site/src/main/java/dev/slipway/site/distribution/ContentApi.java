package dev.slipway.site.distribution;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.access.content.NeedsContent;
import dev.slipway.site.lock.LockFree;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.OperationRoutes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Content status and what can be done about it, in the human API. */
@RestController
@RequestMapping("/api/v1")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class ContentApi {
    private static final String PLACES = "Where the content lies is no property of the object";
    private final ContentStatuses statuses;
    private final Distributions distributions;

    ContentApi(ContentStatuses statuses, Distributions distributions) {
        this.statuses = statuses;
        this.distributions = distributions;
    }

    record TargetsBody(
            @Nullable List<String> points,
            @Nullable List<String> groups,
            @Nullable List<String> collections) {
        Targets targets() {
            return new Targets(
                    Objects.requireNonNullElse(points, List.of()),
                    Objects.requireNonNullElse(groups, List.of()),
                    Objects.requireNonNullElse(collections, List.of()));
        }
    }

    /** What is left out stays. */
    record SettingsBody(
            @Nullable Integer retries,
            @Nullable Integer retryDelaySeconds,
            @Nullable Integer concurrentPackages,
            @Nullable Integer concurrentPoints,
            @Nullable Integer pollSeconds,
            @Nullable Integer statusDays,
            @Nullable Integer olderVersions) {
        DistributionSettings over(DistributionSettings now) {
            return new DistributionSettings(
                    Objects.requireNonNullElse(retries, now.retries()),
                    Objects.requireNonNullElse(retryDelaySeconds, now.retryDelaySeconds()),
                    Objects.requireNonNullElse(concurrentPackages, now.concurrentPackages()),
                    Objects.requireNonNullElse(concurrentPoints, now.concurrentPoints()),
                    Objects.requireNonNullElse(pollSeconds, now.pollSeconds()),
                    Objects.requireNonNullElse(statusDays, now.statusDays()),
                    Objects.requireNonNullElse(olderVersions, now.olderVersions()));
        }
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/content")
    Page<ContentStatus> list(
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String after) {
        return Page.of(statuses.all(), after, limit, ContentStatus::packageId);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @LockFree(PLACES)
    @GetMapping("/content/{packageId}")
    ContentStatus get(@PathVariable String packageId) {
        return statuses.get(packageId);
    }

    @LockFree(PLACES)
    @PostMapping("/content/{packageId}/distribute")
    Page<Distributions.Outcome> distribute(@PathVariable String packageId, @RequestBody TargetsBody body) {
        return Page.whole(distributions.distribute(packageId, body.targets()));
    }

    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/content/{packageId}/update")
    ResponseEntity<Operation> update(
            @PathVariable String packageId, @RequestParam(defaultValue = "false") boolean verify, Caller caller) {
        return OperationRoutes.accepted(distributions.update(packageId, verify, caller));
    }

    @LockFree(PLACES)
    @PostMapping("/content/{packageId}/redistribute")
    Page<Distributions.Outcome> redistribute(@PathVariable String packageId, @RequestBody TargetsBody body) {
        return Page.whole(distributions.redistribute(packageId, body.targets()));
    }

    @LockFree(PLACES)
    @PostMapping("/content/{packageId}/validate")
    Page<Distributions.Outcome> validate(@PathVariable String packageId, @RequestBody TargetsBody body) {
        return Page.whole(distributions.validate(packageId, body.targets()));
    }

    @LockFree(PLACES)
    @PostMapping("/content/{packageId}/remove")
    Page<Distributions.Outcome> remove(@PathVariable String packageId, @RequestBody TargetsBody body) {
        return Page.whole(distributions.remove(packageId, body.targets()));
    }

    @LockFree(PLACES)
    @PostMapping("/content/{packageId}/cancel")
    Page<Distributions.Outcome> cancel(@PathVariable String packageId, @RequestBody TargetsBody body, Caller caller) {
        return Page.whole(distributions.cancel(packageId, body.targets(), caller));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/status-messages")
    Page<StatusMessage> messages(
            @RequestParam(defaultValue = "") String packageId,
            @RequestParam(defaultValue = "") String pointId,
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(defaultValue = "100") int limit) {
        int most = Math.clamp(limit, 1, Page.MOST - 1);
        long before = after == null ? Long.MAX_VALUE : after;
        return Page.cut(
                statuses.messages(packageId, pointId, before, most + 1),
                most,
                message -> Long.toString(message.number()));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/distribution-settings")
    DistributionSettings settings() {
        return statuses.settings();
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @PatchMapping("/distribution-settings")
    DistributionSettings change(@RequestBody SettingsBody body) {
        return statuses.change(body.over(statuses.settings()));
    }
}

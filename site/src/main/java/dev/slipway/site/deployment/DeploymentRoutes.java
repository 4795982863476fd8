package dev.slipway.site.deployment;

import dev.slipway.protocol.Assignments.Purpose;
import dev.slipway.protocol.ContentOption;
import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/deployments")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class DeploymentRoutes {
    private final Deployments deployments;

    DeploymentRoutes(Deployments deployments) {
        this.deployments = deployments;
    }

    record View(
            String id,
            String sequenceId,
            String sequenceName,
            String collectionId,
            String collectionName,
            Purpose purpose,
            AvailableTo availableTo,
            ContentOption contentOption,
            boolean enabled,
            String comment,
            Instant createdAt,
            String createdBy,
            DeploymentStatus.Counts counts) {}

    private View view(Deployment d) {
        return new View(
                d.id(),
                d.sequence(),
                d.sequenceName(),
                d.collection(),
                d.collectionName(),
                d.purpose(),
                d.availableTo(),
                d.contentOption(),
                d.enabled(),
                d.comment(),
                d.createdAt(),
                d.createdBy(),
                deployments.counts(d));
    }

    record NewDeployment(
            @Nullable String sequenceId,
            @Nullable String collectionId,
            @Nullable Purpose purpose,
            @Nullable AvailableTo availableTo,
            @Nullable ContentOption contentOption,
            @Nullable String comment) {
        Deployments.Wanted wanted() {
            if (sequenceId == null) {
                throw SlipwayException.invalid("sequenceId", "A deployment needs a task sequence.");
            }
            if (collectionId == null) {
                throw SlipwayException.invalid("collectionId", "A deployment needs a collection.");
            }
            if (purpose == null) {
                throw SlipwayException.invalid("purpose", "A deployment is REQUIRED or AVAILABLE.");
            }
            if (availableTo == null) {
                throw SlipwayException.invalid(
                        "availableTo", "Say to whom: CLIENTS, CLIENTS_MEDIA_PXE, MEDIA_PXE or MEDIA_PXE_HIDDEN.");
            }
            return new Deployments.Wanted(
                    sequenceId,
                    collectionId,
                    purpose,
                    availableTo,
                    Objects.requireNonNullElse(contentOption, ContentOption.WHEN_NEEDED),
                    comment == null ? "" : comment);
        }
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<View> list(
            @RequestParam(required = false) @Nullable String sequence,
            @RequestParam(required = false) @Nullable String collection,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        return deployments.list(sequence, collection, after, limit).map(this::view);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    View create(@RequestBody NewDeployment wanted, Caller caller) {
        return view(deployments.create(wanted.wanted(), caller));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{deploymentId}")
    View get(@PathVariable String deploymentId) {
        return view(deployments.get(deploymentId));
    }

    @DeleteMapping("/{deploymentId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String deploymentId) {
        deployments.delete(deploymentId);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{deploymentId}/devices")
    Page<DeploymentStatus> devices(
            @PathVariable String deploymentId,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        return deployments.devices(deploymentId, after, limit);
    }

    @PostMapping("/{deploymentId}/enable")
    View enable(@PathVariable String deploymentId) {
        return view(deployments.enable(deploymentId, true));
    }

    @PostMapping("/{deploymentId}/disable")
    View disable(@PathVariable String deploymentId) {
        return view(deployments.enable(deploymentId, false));
    }
}

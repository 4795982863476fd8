package dev.slipway.site.fleet;

import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/collections")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class CollectionRoutes {
    private final Collections collections;

    CollectionRoutes(Collections collections) {
        this.collections = collections;
    }

    record Body(
            @Nullable String name,
            @Nullable String comment,
            @Nullable Integer variablePriority) {
        String requiredName() {
            if (name == null) {
                throw SlipwayException.invalid("name", "A collection needs a name.");
            }
            return name;
        }
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<Collection> list(
            @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "100") int limit) {
        return collections.list(after, limit);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Collection create(@RequestBody Body body) {
        return collections.create(
                body.requiredName(),
                body.comment() == null ? "" : body.comment(),
                body.variablePriority() == null ? 1 : body.variablePriority());
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{collectionId}")
    Collection get(@PathVariable String collectionId) {
        return collections.get(collectionId);
    }

    @PatchMapping("/{collectionId}")
    Collection change(@PathVariable String collectionId, @RequestBody Body body) {
        return collections.change(collectionId, body.requiredName(), body.comment(), body.variablePriority());
    }

    @DeleteMapping("/{collectionId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String collectionId) {
        collections.delete(collectionId);
    }

    @PutMapping("/{collectionId}/members/{deviceId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void addMember(@PathVariable String collectionId, @PathVariable long deviceId) {
        collections.addMember(collectionId, deviceId);
    }

    @DeleteMapping("/{collectionId}/members/{deviceId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeMember(@PathVariable String collectionId, @PathVariable long deviceId) {
        collections.removeMember(collectionId, deviceId);
    }
}

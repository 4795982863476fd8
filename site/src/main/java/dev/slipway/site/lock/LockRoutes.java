package dev.slipway.site.lock;

import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/locks")
@LockFree("Taking and freeing a lock asks for its holder itself")
class LockRoutes {
    private final Locks locks;

    LockRoutes(Locks locks) {
        this.locks = locks;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<ObjectLock> all() {
        return Page.whole(locks.all());
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{objectId}")
    ObjectLock get(@PathVariable String objectId) {
        return locks.get(objectId)
                .orElseThrow(() -> new SlipwayException(
                        "object-not-locked", 404, "Nobody edits " + objectId + "; a change needs no lock beforehand."));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PutMapping("/{objectId}")
    ObjectLock take(HttpServletRequest request, @PathVariable String objectId) {
        return locks.take(objectId, Editor.of(request).orElseThrow());
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @DeleteMapping("/{objectId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void discard(HttpServletRequest request, @PathVariable String objectId) {
        locks.discard(objectId, Editor.of(request).orElseThrow());
    }
}

package dev.slipway.site.library;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.OperationRoutes;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Collection of dead blocks when somebody asks for it. */
@RestController
@RequestMapping("/api/v1/content-store")
class CollectRoutes {
    private final CollectContent collecting;

    CollectRoutes(CollectContent collecting) {
        this.collecting = collecting;
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @PostMapping("/collect")
    ResponseEntity<Operation> collect(Caller caller) {
        return OperationRoutes.accepted(collecting.begin(caller));
    }
}

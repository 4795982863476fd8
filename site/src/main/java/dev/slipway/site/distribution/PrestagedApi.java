package dev.slipway.site.distribution;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.listener.ImmutableFile;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.OperationRoutes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Prestaged content files in the human API (DIST-11). */
@RestController
@RequestMapping("/api/v1/prestaged-files")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class PrestagedApi {
    private final PrestagedFiles files;

    PrestagedApi(PrestagedFiles files) {
        this.files = files;
    }

    record Body(@Nullable List<String> packages, @Nullable List<String> present) {}

    @GetMapping
    Page<PrestagedFiles.Made> list() throws IOException {
        return Page.whole(files.all());
    }

    @PostMapping
    ResponseEntity<Operation> create(@RequestBody Body body, Caller caller) {
        return OperationRoutes.accepted(files.create(
                Objects.requireNonNullElse(body.packages(), List.of()),
                Objects.requireNonNullElse(body.present(), List.of()),
                caller));
    }

    @GetMapping("/{fileId}")
    void download(@PathVariable String fileId, Caller caller, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("Content-Disposition", "attachment; filename=\"" + fileId + ".slipway\"");
        new ImmutableFile(files.file(fileId, caller), fileId, "application/octet-stream").send(request, response);
    }

    @DeleteMapping("/{fileId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String fileId) throws IOException {
        files.delete(fileId);
    }
}

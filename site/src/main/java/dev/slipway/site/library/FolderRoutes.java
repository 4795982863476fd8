package dev.slipway.site.library;

import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Folders of one type of packages. */
@RestController
@RequestMapping("/api/v1/folders/{packageType}")
class FolderRoutes {
    private final Folders folders;

    FolderRoutes(Folders folders) {
        this.folders = folders;
    }

    record NewFolder(@Nullable String name, @Nullable Long parent) {}

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<Folder> list(@PathVariable PackageType packageType) {
        return Page.whole(folders.ofType(packageType));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Folder create(@PathVariable PackageType packageType, @RequestBody NewFolder wanted) {
        return folders.create(packageType, wanted.parent(), Objects.requireNonNullElse(wanted.name(), ""));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PatchMapping("/{folderId}")
    Folder rename(@PathVariable PackageType packageType, @PathVariable long folderId, @RequestBody NewFolder wanted) {
        return folders.rename(packageType, folderId, Objects.requireNonNullElse(wanted.name(), ""));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @DeleteMapping("/{folderId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable PackageType packageType, @PathVariable long folderId) {
        folders.delete(packageType, folderId);
    }
}

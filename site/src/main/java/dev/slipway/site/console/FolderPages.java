package dev.slipway.site.console;

import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Folders;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.Packages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Changes the folders of a list, and moves packages between them. */
@RestController
@RequestMapping("/folders/{type}")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class FolderPages {
    private final Pages pages;
    private final Folders folders;
    private final Packages packages;
    private final Database database;

    FolderPages(Pages pages, Folders folders, Packages packages, Database database) {
        this.pages = pages;
        this.folders = folders;
        this.packages = packages;
        this.database = database;
    }

    /** @param parent 0: at the top */
    @PostMapping
    ResponseEntity<String> create(
            HttpServletRequest request,
            @PathVariable PackageType type,
            @RequestParam long parent,
            @RequestParam String name,
            @RequestParam String from) {
        return pages.act(
                request,
                ListPages.local(from),
                "The folder is there.",
                () -> folders.create(type, folder(parent), name));
    }

    @PostMapping("/{folder}")
    ResponseEntity<String> rename(
            HttpServletRequest request,
            @PathVariable PackageType type,
            @PathVariable long folder,
            @RequestParam String name,
            @RequestParam String from) {
        return pages.act(
                request, ListPages.local(from), "The folder is renamed.", () -> folders.rename(type, folder, name));
    }

    @PostMapping("/{folder}/delete")
    ResponseEntity<String> delete(
            HttpServletRequest request,
            @PathVariable PackageType type,
            @PathVariable long folder,
            @RequestParam String from) {
        return pages.act(request, ListPages.local(from), "The folder is deleted.", () -> folders.delete(type, folder));
    }

    /** @param folder 0: none */
    @PostMapping("/move")
    ResponseEntity<String> move(
            HttpServletRequest request,
            @PathVariable PackageType type,
            @RequestParam(defaultValue = "") List<String> id,
            @RequestParam long folder,
            @RequestParam String from) {
        return pages.actOnEach(
                request,
                ListPages.local(from),
                id,
                "moved",
                one -> database.change(handle -> packages.move(handle, type, one, folder(folder))));
    }

    private static @Nullable Long folder(long number) {
        return number == 0 ? null : number;
    }
}

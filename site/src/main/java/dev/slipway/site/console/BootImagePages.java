package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.library.BootImage;
import dev.slipway.site.library.BootImages;
import dev.slipway.site.library.PackageType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/boot-images")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class BootImagePages {
    private static final Listing<BootImage> LIST = Listing.of(
                    "boot-images", "/boot-images", "boot image", "boot images", BootImage::id)
            .column(
                    "name",
                    "Name",
                    image -> Cell.link(image.name(), "/boot-images/" + image.id())
                            .badge(image.isDefault(), "good", "default")
                            .under(image.comment()))
            .column("id", "ID", image -> Cell.code(image.id()))
            .column("version", "Version", image -> Cell.text(image.version()))
            .column("architecture", "Architecture", image -> Cell.text(image.architecture()))
            .column("kernel", "Linux", image -> Cell.text(image.kernelVersion()))
            .further("agent", "Agent", image -> Cell.text(image.agentVersion()))
            .figures("size", "Fetched by a machine", image -> Cell.size(image.sizeBytes()))
            .further("decompressed", "Size (decompressed)", image -> Cell.size(image.decompressedBytes()))
            .further("source", "Data source", image -> Cell.code(image.sourcePath()))
            .column("created", "Added", image -> Cell.time(image.createdAt()))
            .inFolders(PackageType.BOOT_IMAGE, BootImage::folder)
            .whenEmpty("Build one on the site's machine with ./slipway bootimage build and add its folder.")
            .action(new ListAction(
                    "Make default",
                    "/boot-images/selected/default",
                    "",
                    false,
                    Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER))
            .action(new ListAction(
                    "Remove",
                    "/boot-images/selected/delete",
                    "Remove the selected boot images?",
                    true,
                    Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER));
    private static final Pages.ListPage PAGE = new Pages.ListPage(
            Section.BOOT_IMAGES,
            "Boot images",
            "What a machine starts over the network before anything is installed on it.",
            Live.on("boot-image"),
            "Add boot image",
            "/boot-images/new");
    private final Pages pages;
    private final Lists lists;
    private final BootImages bootImages;

    BootImagePages(Pages pages, Lists lists, BootImages bootImages) {
        this.pages = pages;
        this.lists = lists;
        this.bootImages = bootImages;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, PAGE.view(lists.view(LIST, bootImages.all(), request, caller)));
    }

    @PostMapping("/selected/default")
    ResponseEntity<String> makeSelectedDefault(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/boot-images", id, "now the default", bootImages::makeDefault);
    }

    @PostMapping("/selected/delete")
    ResponseEntity<String> deleteSelected(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/boot-images", id, "removed", bootImages::delete);
    }

    @PostMapping("/{imageId}/default")
    ResponseEntity<String> makeDefault(HttpServletRequest request, @PathVariable String imageId) {
        return pages.act(
                request,
                "/boot-images",
                "Machines start with this boot image from now on.",
                () -> bootImages.makeDefault(imageId));
    }

    @PostMapping("/{imageId}/delete")
    ResponseEntity<String> delete(HttpServletRequest request, @PathVariable String imageId) {
        return pages.act(request, "/boot-images", "The boot image is removed.", () -> bootImages.delete(imageId));
    }
}

package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.library.Image;
import dev.slipway.site.library.ImageIndex;
import dev.slipway.site.library.ImageMulticast;
import dev.slipway.site.library.Images;
import dev.slipway.site.library.MulticastOptions;
import dev.slipway.site.library.PackageType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/images")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class ImagePages {
    private static final Listing<Image> LIST = Listing.of("images", "/images", "image", "images", Image::id)
            .column(
                    "name",
                    "Name",
                    image -> Cell.link(image.name(), "/images/" + image.id()).under(image.comment()))
            .column("id", "ID", image -> Cell.code(image.id()))
            .column("version", "Version", image -> Cell.text(image.version()))
            .column("system", "OS version", image -> distinct(image.indexes(), ImageIndex::osVersion))
            .further("architecture", "Architecture", image -> distinct(image.indexes(), ImageIndex::architecture))
            .figures("indexes", "Images", image -> Cell.number(image.indexes().size()))
            .further(
                    "compression",
                    "Compression",
                    image -> Cell.text(image.compression() + (image.solid() ? ", solid" : "")))
            .figures("size", "Size", image -> Cell.size(image.sizeBytes()))
            .further("source", "Data source", image -> Cell.code(image.sourcePath()))
            .further("created", "Added", image -> Cell.time(image.createdAt()))
            .column("changed", "Changed", image -> Cell.time(image.shared().changedAt()))
            .inFolders(PackageType.OS_IMAGE, image -> image.shared().folder())
            .whenEmpty("Add a WIM file that lies on the site's machine or on a share it can open.")
            .action(new ListAction(
                    "Remove",
                    "/images/selected/delete",
                    "Remove the selected images and their content?",
                    true,
                    Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER));
    static final List<PackageTabs.Tab> OWN =
            List.of(new PackageTabs.Tab("images", "Images"), new PackageTabs.Tab("updates", "Installed Updates"));
    private static final Pages.ListPage PAGE = new Pages.ListPage(
            Section.IMAGES,
            "Images",
            "Operating system images in the library.",
            Live.on("image"),
            "Add image",
            "/images/new");
    private final Pages pages;
    private final Lists lists;
    private final PackageViews views;
    private final Images images;
    private final ImageMulticast multicast;

    ImagePages(Pages pages, Lists lists, PackageViews views, Images images, ImageMulticast multicast) {
        this.multicast = multicast;
        this.views = views;
        this.pages = pages;
        this.lists = lists;
        this.images = images;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, PAGE.view(lists.view(LIST, images.all(), request, caller)));
    }

    static Cell distinct(List<ImageIndex> indexes, Function<ImageIndex, @Nullable String> what) {
        return Cell.text(indexes.stream()
                .map(index -> Show.or(what.apply(index), ""))
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining(", ")));
    }

    @PostMapping("/selected/delete")
    ResponseEntity<String> deleteSelected(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/images", id, "removed", images::delete);
    }

    /** A field that was left empty is not given at all. */
    static @Nullable String given(Map<String, String> input, String name) {
        String value = input.getOrDefault(name, "").strip();
        return value.isEmpty() ? null : value;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{imageId}")
    ResponseEntity<String> image(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String imageId,
            @RequestParam(defaultValue = PackageTabs.GENERAL) String tab) {
        Image image = images.get(imageId);
        PackageTabs tabs = views.of(image.shared(), tab, OWN);
        Map<String, Object> model = Map.of(
                "updates",
                tabs.isOpen("updates") ? images.updates(image.id()) : List.of(),
                "license",
                Stream.ofNullable(image.license()).toList(),
                "tabs",
                tabs,
                "list",
                "Images",
                "indexes",
                image.indexes(),
                "about",
                "Compression: " + image.compression() + (image.solid() ? ", solid." : "."),
                "multicast",
                image.multicast(),
                "places",
                tabs.isOpen(PackageTabs.DISTRIBUTION) ? views.placeNames(image.shared()) : List.of());
        return pages.show(
                request, caller, new Pages.View(Section.IMAGES, image.name(), tabs.live("image"), "image", model));
    }

    /** A box that is not ticked is not sent. */
    @PostMapping("/{imageId}/multicast")
    ResponseEntity<String> multicast(
            HttpServletRequest request,
            @PathVariable String imageId,
            @RequestParam(defaultValue = "false") boolean allowed,
            @RequestParam(defaultValue = "false") boolean encrypted,
            @RequestParam(defaultValue = "false") boolean only) {
        return pages.act(
                request,
                "/images/" + imageId + "?tab=" + PackageTabs.DISTRIBUTION,
                "The multicast options are saved.",
                () -> multicast.set(imageId, new MulticastOptions(allowed, encrypted, only)));
    }

    @PostMapping("/{imageId}/delete")
    ResponseEntity<String> delete(HttpServletRequest request, @PathVariable String imageId) {
        return pages.act(
                request, "/images", "/images/" + imageId, "The image is removed.", () -> images.delete(imageId));
    }
}

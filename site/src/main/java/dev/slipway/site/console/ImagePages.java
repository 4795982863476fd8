package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.Addition;
import dev.slipway.site.library.Image;
import dev.slipway.site.library.Images;
import dev.slipway.site.library.PackageChange;
import dev.slipway.site.operation.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
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
    private final Pages pages;
    private final Images images;

    ImagePages(Pages pages, Images images) {
        this.pages = pages;
        this.images = images;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        Map<String, Object> model = Map.of("images", images.all());
        return pages.show(request, caller, new Pages.View(Section.IMAGES, "Images", Live.on("image"), "images", model));
    }

    @GetMapping("/new")
    ResponseEntity<String> form(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, form(Map.of(), FormProblem.NONE));
    }

    private static Pages.View form(Map<String, String> input, FormProblem problem) {
        return new Pages.View(Section.IMAGES, "Add an image", "imageNew", Map.of("input", input, "problem", problem));
    }

    /** Goes to the operation, which shows the progress. */
    @PostMapping
    ResponseEntity<String> add(HttpServletRequest request, Caller caller, @RequestParam Map<String, String> input) {
        try {
            Operation operation = images.add(
                    Addition.of(
                            input.getOrDefault("path", "").strip(),
                            given(input, "name"),
                            given(input, "version"),
                            given(input, "comment")),
                    caller);
            return pages.go(
                    request,
                    "/operations/" + operation.id(),
                    Notice.done("The site reads the file. You may leave this page; the work goes on."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, form(input, FormProblem.of(e)));
        }
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
            @RequestParam(defaultValue = "general") String tab) {
        Image image = images.get(imageId);
        return pages.show(
                request,
                caller,
                new Pages.View(Section.IMAGES, image.name(), "image", Map.of("image", image, "tab", tab)));
    }

    @PostMapping("/{imageId}")
    ResponseEntity<String> change(
            HttpServletRequest request,
            @PathVariable String imageId,
            @RequestParam String name,
            @RequestParam String version,
            @RequestParam String comment) {
        return pages.act(
                request,
                "/images/" + imageId,
                "Saved.",
                () -> images.change(imageId, PackageChange.ofTexts(name, version, comment)));
    }

    @PostMapping("/{imageId}/delete")
    ResponseEntity<String> delete(HttpServletRequest request, @PathVariable String imageId) {
        return pages.act(
                request, "/images", "/images/" + imageId, "The image is removed.", () -> images.delete(imageId));
    }
}

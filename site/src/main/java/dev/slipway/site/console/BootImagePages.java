package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.Addition;
import dev.slipway.site.library.BootImages;
import dev.slipway.site.operation.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
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
    private final Pages pages;
    private final BootImages bootImages;

    BootImagePages(Pages pages, BootImages bootImages) {
        this.pages = pages;
        this.bootImages = bootImages;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, view(Live.on("boot-image"), Map.of(), FormProblem.NONE));
    }

    private Pages.View view(Live live, Map<String, String> input, FormProblem problem) {
        return new Pages.View(
                Section.BOOT_IMAGES,
                "Boot images",
                live,
                "bootImages",
                Map.of("images", bootImages.all(), "input", input, "problem", problem));
    }

    @PostMapping
    ResponseEntity<String> add(HttpServletRequest request, Caller caller, @RequestParam Map<String, String> input) {
        try {
            Operation operation = bootImages.add(
                    Addition.of(
                            input.getOrDefault("path", "").strip(),
                            ImagePages.given(input, "name"),
                            null,
                            ImagePages.given(input, "comment")),
                    caller);
            return pages.go(
                    request,
                    "/operations/" + operation.id(),
                    Notice.done("The site copies and checks the boot image."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, view(Live.NONE, input, FormProblem.of(e)));
        }
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

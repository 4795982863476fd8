package dev.slipway.site.console;

import dev.slipway.media.InitramfsCompression;
import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.access.content.NeedsContent;
import dev.slipway.site.library.BootImage;
import dev.slipway.site.library.BootImageCustomization;
import dev.slipway.site.library.BootImageCustomizations;
import dev.slipway.site.library.BootImageDriver;
import dev.slipway.site.library.BootImageUpdates;
import dev.slipway.site.library.BootImages;
import dev.slipway.site.library.PackageActions;
import dev.slipway.site.library.SequenceBootImages;
import dev.slipway.site.library.source.SourceAccounts;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.sequence.TaskSequences;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The properties of a boot image (BOOT-3) and the page from which it is rebuilt (BOOT-5). */
@RestController
@RequestMapping("/boot-images/{imageId}")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class BootImageProperties {
    private static final String IMAGES = "images";
    private static final String DRIVERS = "drivers";
    private static final String UPDATE = "update";
    private static final List<PackageTabs.Tab> OWN = List.of(
            new PackageTabs.Tab(IMAGES, "Images"),
            new PackageTabs.Tab(DRIVERS, "Drivers"),
            new PackageTabs.Tab("customization", "Customization"),
            new PackageTabs.Tab("components", "Optional Components"),
            new PackageTabs.Tab(UPDATE, "Update"));
    private final Pages pages;
    private final PackageViews views;
    private final PackageActions packages;
    private final BootImages bootImages;
    private final BootImageCustomizations customizations;
    private final BootImageUpdates updates;
    private final SequenceBootImages starts;
    private final TaskSequences sequences;
    private final SourceAccounts accounts;

    BootImageProperties(
            Pages pages,
            PackageViews views,
            PackageActions packages,
            BootImages bootImages,
            BootImageCustomizations customizations,
            BootImageUpdates updates,
            SequenceBootImages starts,
            TaskSequences sequences,
            SourceAccounts accounts) {
        this.accounts = accounts;
        this.starts = starts;
        this.sequences = sequences;
        this.pages = pages;
        this.views = views;
        this.packages = packages;
        this.bootImages = bootImages;
        this.customizations = customizations;
        this.updates = updates;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> show(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String imageId,
            @RequestParam(defaultValue = "general") String tab,
            @RequestParam(defaultValue = "") String kind) {
        return pages.show(request, caller, view(imageId, tab, kind, Map.of(), FormProblem.NONE));
    }

    private Pages.View view(String id, String tab, String kind, Map<String, String> input, FormProblem problem) {
        BootImage image = bootImages.get(id);
        PackageTabs tabs = views.of(packages.get(id), tab, OWN);
        Map<String, Object> model = new HashMap<>();
        model.put("tabs", tabs);
        model.put("image", image);
        model.put("details", customizations.details(id));
        model.put("update", updates.compare(id));
        model.put("drivers", drivers(id, kind));
        model.put("sequences", sequences.all());
        model.put("accounts", accounts.all());
        model.put("kind", kind);
        model.put("input", input);
        model.put("problem", problem);
        boolean shows = tabs.isOpen(IMAGES) || tabs.isOpen(DRIVERS) || tabs.isOpen(UPDATE);
        Live live = shows ? Live.about(id, "boot-image") : tabs.live("boot-image");
        return new Pages.View(Section.BOOT_IMAGES, image.name(), live, "bootImage", model);
    }

    private List<BootImageDriver> drivers(String id, String kind) {
        return customizations.details(id).drivers().stream()
                .filter(driver -> kind.isEmpty() || driver.kind().name().equalsIgnoreCase(kind))
                .toList();
    }

    /** BOOT-3: machines start it from the distribution points that hold it, or from the site alone. */
    @PostMapping("/network-start")
    ResponseEntity<String> networkStart(
            HttpServletRequest request,
            @PathVariable String imageId,
            @RequestParam(defaultValue = "false") boolean fromPoints) {
        return pages.act(
                request,
                "/boot-images/" + imageId + "?tab=" + PackageTabs.SOURCE,
                "Saved. It holds from the next start on.",
                () -> bootImages.startFromPoints(imageId, fromPoints));
    }

    /** BOOT-1: a task sequence starts its machines with this image. */
    @PostMapping("/assign")
    ResponseEntity<String> assign(
            HttpServletRequest request, @PathVariable String imageId, @RequestParam String sequence) {
        return pages.act(request, "/boot-images/" + imageId, "Saved.", () -> starts.set(sequence, imageId));
    }

    /** The sequence's machines start with the default of their architecture again. */
    @PostMapping("/release")
    ResponseEntity<String> release(
            HttpServletRequest request, @PathVariable String imageId, @RequestParam String sequence) {
        return pages.act(request, "/boot-images/" + imageId, "Saved.", () -> starts.set(sequence, ""));
    }

    /** @param tab customization or components: each sends its own fields, and a box that is not ticked sends nothing */
    @PostMapping("/customization")
    ResponseEntity<String> customize(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String imageId,
            @RequestParam String tab,
            @RequestParam Map<String, String> input)
            throws InterruptedException {
        try {
            customizations.change(imageId, tab.equals("components") ? components(input) : start(imageId, input));
            return pages.go(
                    request,
                    "/boot-images/" + imageId + "?tab=" + (tab.equals("components") ? tab : "customization"),
                    Notice.done(
                            tab.equals("components")
                                    ? "Saved. Rebuild the boot image to make it so."
                                    : "Saved. Machines get it at their next start."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, view(imageId, tab, "", input, FormProblem.of(e)));
        }
    }

    private BootImageCustomization.Change start(String id, Map<String, String> input) {
        String folder = input.getOrDefault("prestartFolder", "").strip();
        String account = input.getOrDefault("sourceAccount", "").strip();
        BootImageCustomization before = customizations.details(id).customization();
        boolean again = !folder.equals(before.prestartFolder())
                || !account.equals(before.prestartAccount())
                || input.containsKey("readAgain");
        return new BootImageCustomization.Change(
                input.getOrDefault("prestartCommand", ""),
                again ? folder : null,
                account,
                input.containsKey("commandSupport"),
                input.getOrDefault("keyboard", ""),
                input.getOrDefault("language", ""),
                number(input.getOrDefault("scratchMegabytes", "0")),
                input.getOrDefault("text", ""),
                null,
                null);
    }

    private static @Nullable Integer number(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.valueOf(text) : null;
    }

    private static BootImageCustomization.Change components(Map<String, String> input) {
        return new BootImageCustomization.Change(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                words(input.getOrDefault("components", "")),
                words(input.getOrDefault("modules", "")));
    }

    private static List<String> words(String text) {
        return Stream.of(text.split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
    }

    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/rebuild")
    ResponseEntity<String> rebuild(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String imageId,
            @RequestParam(defaultValue = "zstd") String compression) {
        InitramfsCompression how = InitramfsCompression.LZ4.id().equals(compression.toLowerCase(Locale.ROOT))
                ? InitramfsCompression.LZ4
                : InitramfsCompression.ZSTD;
        return begin(request, imageId, () -> updates.rebuild(imageId, how, caller));
    }

    private ResponseEntity<String> begin(HttpServletRequest request, String imageId, Supplier<Operation> work) {
        try {
            return pages.go(
                    request,
                    "/operations/" + work.get().id(),
                    Notice.done("The site works on it. You may leave this page; the work goes on."));
        } catch (SlipwayException e) {
            return pages.go(request, "/boot-images/" + imageId + "?tab=" + UPDATE, Notice.of(e));
        }
    }
}

package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.application.ClientPackage;
import dev.slipway.site.library.application.DeploymentType;
import dev.slipway.site.library.application.Program;
import dev.slipway.site.library.application.Software;
import dev.slipway.site.library.application.SoftwareLibrary;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The lists of applications and packages, and the properties of one. */
@RestController
@RequestMapping("/{kind:applications|packages}")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class SoftwarePages {
    private static final Map<SoftwareKind, Listing<Software>> LISTS = Map.of(
            SoftwareKind.APPLICATION, list(SoftwareKind.APPLICATION, "applications"),
            SoftwareKind.PACKAGE, list(SoftwareKind.PACKAGE, "packages"));
    private final Pages pages;
    private final Lists lists;
    private final PackageViews views;
    private final SoftwareLibrary library;
    private final ClientPackage client;

    SoftwarePages(Pages pages, Lists lists, PackageViews views, SoftwareLibrary library, ClientPackage client) {
        this.views = views;
        this.client = client;
        this.pages = pages;
        this.lists = lists;
        this.library = library;
    }

    private static Listing<Software> list(SoftwareKind kind, String many) {
        return Listing.of(
                        many,
                        kind.path(),
                        kind.noun(),
                        many,
                        (Software software) -> software.shared().id())
                .column(
                        "name",
                        "Name",
                        software -> Cell.link(
                                        software.shared().name(),
                                        PackageTabs.path(
                                                software.shared().type(),
                                                software.shared().id()))
                                .under(software.shared().comment()))
                .column("id", "ID", software -> Cell.code(software.shared().id()))
                .column(
                        "version",
                        "Version",
                        software -> Cell.text(software.shared().version()))
                .column(
                        "manufacturer",
                        kind.isApplication() ? "Publisher" : "Manufacturer",
                        software -> Cell.text(software.shared().manufacturer()))
                .column("parts", kind.part() + "s", software -> Cell.text(parts(software)))
                .figures("size", "Size", software -> Cell.size(software.shared().sizeBytes()))
                .further(
                        "language",
                        "Language",
                        software -> Cell.text(software.shared().language()))
                .further(
                        "source",
                        "Data source",
                        software -> Cell.code(software.shared().sourcePath()))
                .further(
                        "content",
                        "Content version",
                        software -> Cell.number(software.shared().sourceVersion()))
                .column(
                        "changed",
                        "Changed",
                        software -> Cell.time(software.shared().changedAt()))
                .inFolders(kind.type(), software -> software.shared().folder())
                .whenEmpty("Add a folder with its content, and say how that is installed.")
                .action(new ListAction(
                        "Remove",
                        kind.path() + "/selected/delete",
                        "Remove the selected " + many + " and their content?",
                        true,
                        Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER));
    }

    private static String parts(Software software) {
        return software.deploymentTypes().isEmpty()
                ? software.programs().stream().map(Program::name).collect(Collectors.joining(", "))
                : software.deploymentTypes().stream().map(DeploymentType::name).collect(Collectors.joining(", "));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller, @PathVariable String kind) {
        SoftwareKind of = SoftwareKind.of(kind);
        Pages.ListPage page = new Pages.ListPage(
                of.section(),
                of.section().label(),
                of.isApplication()
                        ? "Software with ways to install it and to see whether it is installed."
                        : "Content with programs, without knowledge whether they ran before.",
                Live.on(of.type().topic()),
                "Add " + of.noun(),
                of.path() + "/new");
        Listing<Software> listing = java.util.Objects.requireNonNull(LISTS.get(of));
        return pages.show(request, caller, page.view(lists.view(listing, all(of), request, caller)));
    }

    /** The client package stands among the packages. */
    private List<Software> all(SoftwareKind kind) {
        List<Software> all = new ArrayList<>(library.listed(kind.type()));
        if (!kind.isApplication()) {
            client.find().ifPresent(shared -> all.add(new Software(shared, List.of(), List.of(), List.of())));
        }
        return all;
    }

    @PostMapping("/selected/delete")
    ResponseEntity<String> deleteSelected(
            HttpServletRequest request, @PathVariable String kind, @RequestParam(defaultValue = "") List<String> id) {
        SoftwareKind of = SoftwareKind.of(kind);
        return pages.actOnEach(request, of.path(), id, "removed", one -> library.delete(of.type(), one));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{softwareId}")
    ResponseEntity<String> show(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String kind,
            @PathVariable String softwareId,
            @RequestParam(defaultValue = "general") String tab) {
        return pages.show(request, caller, view(SoftwareKind.of(kind), softwareId, tab, Map.of(), FormProblem.NONE));
    }

    private Pages.View view(SoftwareKind kind, String id, String tab, Map<String, String> input, FormProblem problem) {
        Software software = library.get(kind.type(), id);
        int parts = software.programs().size() + software.deploymentTypes().size();
        PackageTabs tabs = views.of(
                software.shared(), tab, List.of(new PackageTabs.Tab("parts", kind.part() + "s (" + parts + ")")));
        return new Pages.View(
                kind.section(),
                software.shared().name(),
                tabs.live(kind.type().topic()),
                "software",
                Map.of("software", software, "kind", kind, "tabs", tabs, "input", input, "problem", problem));
    }

    /** Adds a deployment type or program, or replaces the one of its name. */
    @PostMapping("/{softwareId}/parts")
    ResponseEntity<String> put(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String kind,
            @PathVariable String softwareId,
            @RequestParam Map<String, String> input) {
        SoftwareKind of = SoftwareKind.of(kind);
        SoftwareForm form = new SoftwareForm(input);
        try {
            if (of.isApplication()) {
                library.putDeploymentType(softwareId, form.type());
            } else {
                library.putProgram(softwareId, form.program());
            }
            return pages.go(request, of.path() + "/" + softwareId + "?tab=parts", Notice.done("Saved."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, view(of, softwareId, "parts", input, FormProblem.of(e)));
        }
    }

    @PostMapping("/{softwareId}/parts/delete")
    ResponseEntity<String> removePart(
            HttpServletRequest request,
            @PathVariable String kind,
            @PathVariable String softwareId,
            @RequestParam String name) {
        SoftwareKind of = SoftwareKind.of(kind);
        return pages.act(
                request,
                of.path() + "/" + softwareId + "?tab=parts",
                "Removed.",
                () -> library.removePart(of.type(), softwareId, name));
    }

    @PostMapping("/{softwareId}/delete")
    ResponseEntity<String> delete(
            HttpServletRequest request, @PathVariable String kind, @PathVariable String softwareId) {
        SoftwareKind of = SoftwareKind.of(kind);
        return pages.act(
                request,
                of.path(),
                of.path() + "/" + softwareId,
                "Removed.",
                () -> library.delete(of.type(), softwareId));
    }
}

package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.access.content.NeedsContent;
import dev.slipway.site.distribution.Distributions;
import dev.slipway.site.distribution.Targets;
import dev.slipway.site.library.PackageChange;
import dev.slipway.site.library.PackageSettings;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.RefreshSchedule;
import dev.slipway.site.lock.LockFree;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The buttons of the property tabs that all content objects share. */
@RestController
@RequestMapping("/objects/{type}/{id}")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class PackagePages {
    private static final String PLACES = "Where the content lies is no property of the object";
    private final Pages pages;
    private final Packages packages;
    private final Distributions distributions;

    PackagePages(Pages pages, Packages packages, Distributions distributions) {
        this.pages = pages;
        this.packages = packages;
        this.distributions = distributions;
    }

    @PostMapping("/general")
    ResponseEntity<String> general(
            HttpServletRequest request,
            @PathVariable PackageType type,
            @PathVariable String id,
            @RequestParam Map<String, String> input) {
        PackageChange change = new PackageChange(
                input.get("name"),
                input.get("version"),
                input.get("comment"),
                input.get("manufacturer"),
                input.get("language"),
                input.get("architecture"),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return save(request, type, id, PackageTabs.GENERAL, change);
    }

    /** Where it comes from. The current version stays as it is until the source is looked at again. */
    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/source")
    ResponseEntity<String> source(
            HttpServletRequest request,
            @PathVariable PackageType type,
            @PathVariable String id,
            @RequestParam String path,
            @RequestParam(defaultValue = "") String sourceAccount,
            @RequestParam String refreshSchedule,
            @RequestParam(defaultValue = "") String refreshDay,
            @RequestParam(defaultValue = "") String refreshTime) {
        String schedule = switch (refreshSchedule) {
            case "DAILY" -> refreshTime.isEmpty() ? "DAILY" : "DAILY " + refreshTime;
            case "WEEKLY" ->
                refreshDay.isEmpty() && refreshTime.isEmpty() ? "WEEKLY" : "WEEKLY " + refreshDay + " " + refreshTime;
            default -> refreshSchedule;
        };
        PackageChange change = new PackageChange(
                null,
                null,
                null,
                null,
                null,
                null,
                path.strip(),
                null,
                null,
                sourceAccount,
                new RefreshSchedule(schedule),
                null,
                null);
        return save(request, type, id, PackageTabs.SOURCE, change);
    }

    @PostMapping("/distribution")
    ResponseEntity<String> distribution(
            HttpServletRequest request,
            @PathVariable PackageType type,
            @PathVariable String id,
            @RequestParam PackageSettings.Priority priority,
            @RequestParam PackageSettings.Prestage prestage,
            @RequestParam(defaultValue = "false") boolean onDemand) {
        PackageChange change = new PackageChange(
                null, null, null, null, null, null, null, priority, null, null, null, prestage, onDemand);
        return save(request, type, id, PackageTabs.DISTRIBUTION, change);
    }

    @PostMapping("/keep")
    ResponseEntity<String> keep(
            HttpServletRequest request,
            @PathVariable PackageType type,
            @PathVariable String id,
            @RequestParam int keepVersions) {
        PackageChange change =
                new PackageChange(null, null, null, null, null, null, null, null, keepVersions, null, null, null, null);
        return save(request, type, id, PackageTabs.VERSIONS, change);
    }

    private ResponseEntity<String> save(
            HttpServletRequest request, PackageType type, String id, String tab, PackageChange change) {
        return pages.act(request, to(type, id, tab), "Saved.", () -> packages.change(type, id, change));
    }

    /** @param target as the tab names them: {@code point:…}, {@code group:…}, {@code collection:…} */
    @LockFree(PLACES)
    @PostMapping("/distribute")
    ResponseEntity<String> distribute(
            HttpServletRequest request,
            @PathVariable PackageType type,
            @PathVariable String id,
            @RequestParam(defaultValue = "") List<String> target) {
        Targets targets = new Targets(named(target, "point:"), named(target, "group:"), named(target, "collection:"));
        return tell(request, type, id, () -> distributions.distribute(id, targets));
    }

    private static List<String> named(List<String> targets, String kind) {
        return targets.stream()
                .filter(target -> target.startsWith(kind))
                .map(target -> target.substring(kind.length()))
                .toList();
    }

    @LockFree(PLACES)
    @PostMapping("/validate")
    ResponseEntity<String> validate(
            HttpServletRequest request,
            @PathVariable PackageType type,
            @PathVariable String id,
            @RequestParam(name = "id", defaultValue = "") List<String> points) {
        return tell(request, type, id, () -> distributions.validate(id, Targets.points(points)));
    }

    @LockFree(PLACES)
    @PostMapping("/redistribute")
    ResponseEntity<String> redistribute(
            HttpServletRequest request,
            @PathVariable PackageType type,
            @PathVariable String id,
            @RequestParam(name = "id", defaultValue = "") List<String> points) {
        return tell(request, type, id, () -> distributions.redistribute(id, Targets.points(points)));
    }

    @LockFree(PLACES)
    @PostMapping("/remove")
    ResponseEntity<String> remove(
            HttpServletRequest request,
            @PathVariable PackageType type,
            @PathVariable String id,
            @RequestParam(name = "id", defaultValue = "") List<String> points) {
        return tell(request, type, id, () -> distributions.remove(id, Targets.points(points)));
    }

    @LockFree(PLACES)
    @PostMapping("/cancel")
    ResponseEntity<String> cancel(
            HttpServletRequest request,
            Caller caller,
            @PathVariable PackageType type,
            @PathVariable String id,
            @RequestParam(name = "id", defaultValue = "") List<String> points) {
        return tell(request, type, id, () -> distributions.cancel(id, Targets.points(points), caller));
    }

    private ResponseEntity<String> tell(
            HttpServletRequest request, PackageType type, String id, Supplier<List<Distributions.Outcome>> action) {
        String back = to(type, id, PackageTabs.LOCATIONS);
        try {
            List<Distributions.Outcome> outcomes = action.get();
            return pages.go(request, back, Notice.done(sentence(outcomes)));
        } catch (SlipwayException e) {
            return pages.go(request, back, Notice.of(e));
        }
    }

    private static String sentence(List<Distributions.Outcome> outcomes) {
        return outcomes.isEmpty()
                ? "There is nothing to do."
                : outcomes.stream()
                        .map(outcome -> outcome.pointId() + ": " + outcome.text())
                        .distinct()
                        .collect(Collectors.joining(" "));
    }

    static String to(PackageType type, String id, @Nullable String tab) {
        String path = PackageTabs.path(type, id);
        return tab == null || tab.equals(PackageTabs.GENERAL) ? path : path + "?tab=" + tab;
    }
}

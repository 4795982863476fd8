package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.distribution.Distributions;
import dev.slipway.site.distribution.Distributions.Outcome;
import dev.slipway.site.distribution.Targets;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What can be done with selected rows of {@link ContentPlaces}: packages at points. */
@RestController
@RequestMapping(ContentPlaces.ACTIONS)
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class ContentPlacePages {
    private final Pages pages;
    private final Distributions distributions;

    ContentPlacePages(Pages pages, Distributions distributions) {
        this.pages = pages;
        this.distributions = distributions;
    }

    @PostMapping("/redistribute")
    ResponseEntity<String> redistribute(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") List<String> id,
            @RequestParam(defaultValue = "/content-status") String from) {
        return act(request, id, from, "Redistribution begun", distributions::redistribute);
    }

    @PostMapping("/validate")
    ResponseEntity<String> validate(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") List<String> id,
            @RequestParam(defaultValue = "/content-status") String from) {
        return act(request, id, from, "Validation begun", distributions::validate);
    }

    @PostMapping("/remove")
    ResponseEntity<String> remove(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") List<String> id,
            @RequestParam(defaultValue = "/content-status") String from) {
        return act(request, id, from, "Removal begun", distributions::remove);
    }

    @PostMapping("/cancel")
    ResponseEntity<String> cancel(
            HttpServletRequest request,
            Caller caller,
            @RequestParam(defaultValue = "") List<String> id,
            @RequestParam(defaultValue = "/content-status") String from) {
        return act(
                request,
                id,
                from,
                "Cancelled",
                (packageId, targets) -> distributions.cancel(packageId, targets, caller));
    }

    /** One refusal does not stop the others. */
    private ResponseEntity<String> act(
            HttpServletRequest request,
            List<String> ids,
            String from,
            String done,
            BiFunction<String, Targets, List<Outcome>> action) {
        Map<String, List<String>> points = new TreeMap<>();
        for (String id : ids) {
            int at = id.indexOf('@');
            if (at > 0) {
                points.computeIfAbsent(id.substring(0, at), key -> new ArrayList<>())
                        .add(id.substring(at + 1));
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        String code = points.isEmpty() ? "nothing-selected" : "";
        for (Map.Entry<String, List<String>> one : points.entrySet()) {
            try {
                outcomes.addAll(action.apply(one.getKey(), Targets.points(one.getValue())));
            } catch (SlipwayException e) {
                code = e.code();
                refusals.add(e.detail());
            }
        }
        String text = points.isEmpty() ? "Select rows first." : sentence(done, outcomes) + String.join(" ", refusals);
        return pages.go(request, ListPages.local(from), new Notice(text.strip(), code));
    }

    /** How many were done, and why the others were not. */
    static String sentence(String done, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return "";
        }
        long begun = outcomes.stream()
                .filter(Outcome::done)
                .map(Outcome::pointId)
                .distinct()
                .count();
        StringBuilder text = new StringBuilder(done)
                .append(" at ")
                .append(Show.counted(begun, "point", "points"))
                .append(". ");
        outcomes.stream()
                .filter(outcome -> !outcome.done())
                .forEach(outcome -> text.append(outcome.packageId())
                        .append(" at ")
                        .append(outcome.pointId())
                        .append(": ")
                        .append(outcome.text())
                        .append(' '));
        return text.toString();
    }
}

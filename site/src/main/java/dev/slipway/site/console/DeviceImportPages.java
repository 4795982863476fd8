package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.fleet.Collections;
import dev.slipway.site.fleet.DeviceImport;
import dev.slipway.site.fleet.DeviceImporter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Makes devices known before their first contact, from a table (COL-6): all of them or none, and each wrong line is named. */
@RestController
@RequestMapping("/devices/import")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class DeviceImportPages {
    private final Pages pages;
    private final DeviceImporter importer;
    private final Collections collections;

    DeviceImportPages(Pages pages, DeviceImporter importer, Collections collections) {
        this.pages = pages;
        this.importer = importer;
        this.collections = collections;
    }

    @GetMapping
    ResponseEntity<String> form(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, view(Map.of(), FormProblem.NONE));
    }

    private Pages.View view(Map<String, String> input, FormProblem problem) {
        return new Pages.View(
                Section.DEVICES,
                "Import devices",
                "deviceImport",
                Map.of(
                        "input", input,
                        "problem", problem,
                        "collections",
                                collections.list(null, Page.MOST).items().stream()
                                        .filter(one -> !one.builtIn())
                                        .toList()));
    }

    @PostMapping
    ResponseEntity<String> run(HttpServletRequest request, Caller caller, @RequestParam Map<String, String> input) {
        String collection = input.getOrDefault("collection", "");
        List<DeviceImport.Line> lines =
                DeviceImport.ofCsv(input.getOrDefault("devices", "")).devices();
        try {
            int count = importer.run(new DeviceImport(lines, collection.isEmpty() ? null : collection))
                    .size();
            return pages.go(
                    request,
                    collection.isEmpty() ? "/devices?state=IMPORTED" : "/collections/" + collection,
                    Notice.done(Show.counted(count, "device is", "devices are") + " imported."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, view(input, FormProblem.of(e)));
        }
    }
}

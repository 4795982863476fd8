package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.distribution.ContentStatuses;
import dev.slipway.site.distribution.DistributionSettings;
import dev.slipway.site.library.CollectContent;
import dev.slipway.site.listener.Addresses;
import dev.slipway.site.listener.SiteCertificate;
import dev.slipway.site.settings.BootSettings;
import dev.slipway.site.settings.SiteSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/settings")
class SettingsPages {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsPages.class);
    private final Pages pages;
    private final SiteSettings settings;
    private final ContentStatuses statuses;
    private final CollectContent collecting;
    private final SlipwayProperties properties;
    private final Addresses addresses;
    private final SiteCertificate certificate;

    SettingsPages(
            Pages pages,
            SiteSettings settings,
            ContentStatuses statuses,
            CollectContent collecting,
            SlipwayProperties properties,
            Addresses addresses,
            SiteCertificate certificate) {
        this.pages = pages;
        this.settings = settings;
        this.statuses = statuses;
        this.collecting = collecting;
        this.properties = properties;
        this.addresses = addresses;
        this.certificate = certificate;
    }

    private SiteFacts facts(HttpServletRequest request) {
        long free;
        try {
            free = Files.getFileStore(properties.data()).getUsableSpace();
        } catch (IOException e) {
            LOG.warn("The free space of {} cannot be read; the settings page leaves it out", properties.data(), e);
            free = -1;
        }
        return new SiteFacts(
                settings.siteCode(),
                addresses.machineUrl(request),
                addresses.contentUrl(request),
                certificate.pin(),
                properties.data(),
                free);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> settings(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, view(Map.of(), FormProblem.NONE, request));
    }

    /** As it is now. */
    private Map<String, String> now() {
        BootSettings boot = settings.boot();
        DistributionSettings distribution = statuses.settings();
        Map<String, String> now = new HashMap<>(Map.of(
                "organisation", settings.organisation(),
                "approval", settings.approval().name(),
                "mode", boot.mode().name(),
                "interfaceName", boot.interfaceName(),
                "rangeStart", boot.rangeStart(),
                "rangeEnd", boot.rangeEnd()));
        now.put("retries", Integer.toString(distribution.retries()));
        now.put("retryDelaySeconds", Integer.toString(distribution.retryDelaySeconds()));
        now.put("concurrentPackages", Integer.toString(distribution.concurrentPackages()));
        now.put("concurrentPoints", Integer.toString(distribution.concurrentPoints()));
        now.put("pollSeconds", Integer.toString(distribution.pollSeconds()));
        now.put("statusDays", Integer.toString(distribution.statusDays()));
        now.put("olderVersions", Integer.toString(distribution.olderVersions()));
        return now;
    }

    /** @param typed over what is set */
    private Pages.View view(Map<String, String> typed, FormProblem problem, HttpServletRequest request) {
        Map<String, String> input = now();
        input.putAll(typed);
        return new Pages.View(
                Section.SETTINGS,
                "Settings",
                "settings",
                Map.of("input", input, "problem", problem, "facts", facts(request)));
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @PostMapping
    ResponseEntity<String> change(
            HttpServletRequest request,
            Caller caller,
            @RequestParam SlipwayProperties.Approval approval,
            @RequestParam BootSettings.Mode mode,
            @RequestParam Map<String, String> input) {
        try {
            BootSettings boot = new BootSettings(
                    mode,
                    input.getOrDefault("interfaceName", "").strip(),
                    input.getOrDefault("rangeStart", "").strip(),
                    input.getOrDefault("rangeEnd", "").strip());
            settings.change(input.getOrDefault("organisation", "").strip(), approval, boot);
            return pages.go(request, "/settings", Notice.done("Saved."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, view(input, FormProblem.of(e), request));
        }
    }

    /** DIST-9: how the site distributes. */
    @Requires(Role.FULL_ADMINISTRATOR)
    @PostMapping("/distribution")
    ResponseEntity<String> distribution(
            HttpServletRequest request, Caller caller, @RequestParam Map<String, String> input) {
        try {
            DistributionSettings now = statuses.settings();
            statuses.change(new DistributionSettings(
                    Numbers.whole(input, "retries", now.retries()),
                    Numbers.whole(input, "retryDelaySeconds", now.retryDelaySeconds()),
                    Numbers.whole(input, "concurrentPackages", now.concurrentPackages()),
                    Numbers.whole(input, "concurrentPoints", now.concurrentPoints()),
                    Numbers.whole(input, "pollSeconds", now.pollSeconds()),
                    Numbers.whole(input, "statusDays", now.statusDays()),
                    Numbers.whole(input, "olderVersions", now.olderVersions())));
            return pages.go(request, "/settings", Notice.done("Saved."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, view(input, FormProblem.of(e), request));
        }
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @PostMapping("/collect")
    ResponseEntity<String> collect(HttpServletRequest request, Caller caller) {
        return pages.go(
                request,
                "/operations/" + collecting.begin(caller).id(),
                Notice.done("The site looks for blocks that nothing needs any more."));
    }
}

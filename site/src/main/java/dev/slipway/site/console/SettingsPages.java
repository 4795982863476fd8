package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.listener.Addresses;
import dev.slipway.site.listener.SiteCertificate;
import dev.slipway.site.settings.BootSettings;
import dev.slipway.site.settings.SiteSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
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
    private final SlipwayProperties properties;
    private final Addresses addresses;
    private final SiteCertificate certificate;

    SettingsPages(
            Pages pages,
            SiteSettings settings,
            SlipwayProperties properties,
            Addresses addresses,
            SiteCertificate certificate) {
        this.pages = pages;
        this.settings = settings;
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
        BootSettings boot = settings.boot();
        Map<String, String> now = Map.of(
                "organisation", settings.organisation(),
                "approval", settings.approval().name(),
                "mode", boot.mode().name(),
                "interfaceName", boot.interfaceName(),
                "rangeStart", boot.rangeStart(),
                "rangeEnd", boot.rangeEnd());
        return pages.show(request, caller, view(now, FormProblem.NONE, request));
    }

    private Pages.View view(Map<String, String> input, FormProblem problem, HttpServletRequest request) {
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
}

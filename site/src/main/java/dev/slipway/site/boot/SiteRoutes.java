package dev.slipway.site.boot;

import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayProperties.Approval;
import dev.slipway.site.library.Content;
import dev.slipway.site.listener.Addresses;
import dev.slipway.site.listener.SiteCertificate;
import dev.slipway.site.settings.BootSettings;
import dev.slipway.site.settings.SiteSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/site")
class SiteRoutes {
    private final SiteSettings settings;
    private final BootServer boot;
    private final Addresses addresses;
    private final SiteCertificate certificate;
    private final Content content;

    SiteRoutes(
            SiteSettings settings, BootServer boot, Addresses addresses, SiteCertificate certificate, Content content) {
        this.settings = settings;
        this.boot = boot;
        this.addresses = addresses;
        this.certificate = certificate;
        this.content = content;
    }

    record Site(
            String siteCode,
            String organisation,
            Approval approval,
            Boot boot,
            String version,
            String machineUrl,
            String contentUrl,
            String certificateSha256,
            long storedBytes,
            long freeBytes) {}

    /** State and message are read only. */
    record Boot(
            BootSettings.@Nullable Mode mode,
            @Nullable String interfaceName,
            @Nullable String rangeStart,
            @Nullable String rangeEnd,
            BootServer.@Nullable State state,
            @Nullable String message) {}

    /** What is left out stays. */
    record SiteChange(
            @Nullable String organisation,
            @Nullable Approval approval,
            @Nullable Boot boot) {}

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Site get(HttpServletRequest request) throws IOException {
        BootSettings now = settings.boot();
        BootServer.Status status = boot.status();
        return new Site(
                settings.siteCode(),
                settings.organisation(),
                settings.approval(),
                new Boot(
                        now.mode(),
                        known(now.interfaceName()),
                        known(now.rangeStart()),
                        known(now.rangeEnd()),
                        status.state(),
                        known(status.message())),
                Optional.ofNullable(SiteRoutes.class.getPackage().getImplementationVersion())
                        .orElse("development"),
                addresses.machineUrl(request),
                addresses.contentUrl(request),
                certificate.pin(),
                content.storedBytes(),
                content.freeBytes());
    }

    @Requires(Role.FULL_ADMINISTRATOR)
    @PatchMapping
    Site change(@RequestBody SiteChange change, HttpServletRequest request) throws IOException {
        BootSettings now = settings.boot();
        Boot asked = change.boot();
        BootSettings wanted = asked == null
                ? now
                : new BootSettings(
                        asked.mode() == null ? now.mode() : asked.mode(),
                        Objects.requireNonNullElse(asked.interfaceName(), now.interfaceName()),
                        Objects.requireNonNullElse(asked.rangeStart(), now.rangeStart()),
                        Objects.requireNonNullElse(asked.rangeEnd(), now.rangeEnd()));
        settings.change(
                Objects.requireNonNullElse(change.organisation(), settings.organisation()),
                change.approval() == null ? settings.approval() : change.approval(),
                wanted);
        return get(request);
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : text;
    }
}

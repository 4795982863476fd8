package dev.slipway.site.boot;

import dev.slipway.site.Open;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.deployment.BootDecision;
import dev.slipway.site.deployment.BootDecisions;
import dev.slipway.site.distribution.BootPlaces;
import dev.slipway.site.library.BootImage;
import dev.slipway.site.library.BootImages;
import dev.slipway.site.library.SequenceBootImages;
import dev.slipway.site.library.StoredBootFiles;
import dev.slipway.site.listener.Addresses;
import dev.slipway.site.listener.ImmutableFile;
import dev.slipway.site.listener.SiteCertificate;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What a machine that boots from the network fetches over HTTP. */
@Controller
@RequestMapping("/boot")
class BootRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(BootRoutes.class);
    private static final Set<String> PARTS = Set.of("vmlinuz", "initrd.img", "slipway.img");
    /** Also over HTTP, for firmware that boots from HTTP. */
    private static final Set<String> LOADERS = Set.of("snponly.efi", "undionly.kpxe");

    private final BootDecisions decisions;
    private final BootImages bootImages;
    private final SequenceBootImages sequenceBootImages;
    private final StoredBootFiles files;
    private final BootPlaces places;
    private final Addresses addresses;
    private final SiteCertificate certificate;
    private final SlipwayProperties.Boot settings;

    BootRoutes(
            BootDecisions decisions,
            BootImages bootImages,
            SequenceBootImages sequenceBootImages,
            StoredBootFiles files,
            BootPlaces places,
            Addresses addresses,
            SiteCertificate certificate,
            SlipwayProperties properties) {
        this.decisions = decisions;
        this.bootImages = bootImages;
        this.sequenceBootImages = sequenceBootImages;
        this.files = files;
        this.places = places;
        this.addresses = addresses;
        this.certificate = certificate;
        this.settings = properties.boot();
    }

    @Open("A machine that boots has nothing to prove itself with; the script holds no secret")
    @GetMapping("/boot.ipxe")
    void script(
            @RequestParam(required = false) @Nullable String uuid,
            @RequestParam(required = false) @Nullable String mac,
            @RequestParam(defaultValue = "") String firmware,
            @RequestParam(defaultValue = "") String arch,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        BootScript script = new BootScript(
                addresses.contentUrl(request),
                addresses.machineUrl(request),
                certificate.pin(),
                settings.kernelArguments());
        String text;
        if (mac == null || !mac.matches("([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}")) {
            text = script.askAgain();
        } else {
            String known = uuid != null && uuid.matches("[0-9A-Fa-f-]{36}") ? uuid : "";
            BootDecision decision = decisions.decide(known, List.of(mac));
            LOG.info("{} asks what to start: {} ({})", mac, decision.action(), decision.reason());
            Optional<BootScript.Start> start = image(decision, arch)
                    .map(image -> new BootScript.Start(image, places.of(request.getRemoteAddr(), image)));
            text = script.of(decision, start, firmware);
        }
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private Optional<BootImage> image(BootDecision decision, String arch) {
        if (decision.action() == BootDecision.Action.DISK) {
            return Optional.empty();
        }
        // iPXE's BIOS build is 32-bit on 64-bit machines too, so i386 says nothing (PXE-3).
        String architecture = "arm64".equals(arch) ? "arm64" : "x64";
        Optional<BootImage> own = decision.sequence()
                .flatMap(sequenceBootImages::of)
                .filter(image -> image.architecture().equals(architecture));
        Optional<BootImage> image = own.or(() -> bootImages.defaultOf(architecture));
        if (image.isEmpty()) {
            LOG.warn("There is no boot image for {}; build one and add it, then start the machine again", architecture);
        }
        return image;
    }

    @Open("Boot images hold no secret")
    @GetMapping("/{hash}/{part}")
    void part(
            @PathVariable String hash,
            @PathVariable String part,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Path file = (PARTS.contains(part) ? files.find(hash) : Optional.<Path>empty())
                .orElseThrow(() -> SlipwayException.notFound("boot file", "of this name"));
        new ImmutableFile(file, hash, "application/octet-stream").send(request, response);
    }

    @Open("iPXE holds no secret")
    @GetMapping("/{loader:.+\\.(?:efi|kpxe)}")
    void loader(@PathVariable String loader, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Path file = settings.tftpFiles().resolve(loader);
        if (!LOADERS.contains(loader) || !Files.isRegularFile(file)) {
            throw SlipwayException.notFound("boot loader", "of this name");
        }
        String tag = loader + "-" + Files.getLastModifiedTime(file).toMillis();
        new ImmutableFile(file, tag, "application/efi").send(request, response);
    }
}

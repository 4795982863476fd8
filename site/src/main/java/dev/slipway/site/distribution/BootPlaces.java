package dev.slipway.site.distribution;

import dev.slipway.site.library.BootImage;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** From which distribution points a machine starts a boot image (BOOT-3); the site itself always gives it at last. */
@Component
public class BootPlaces {
    private static final String CONTENT = "/content";
    private final Places places;

    BootPlaces(Places places) {
        this.places = places;
    }

    /**
     * Addresses of those points that hold the boot image's current version as a whole and stand before the site for this machine, the
     * best first. They are of plain HTTP and end before {@code /boot}. Web servers with a mirror have packs only and are left out.
     *
     * @param address the machine's IP address
     */
    public List<String> of(String address, BootImage image) {
        if (!image.fromPoints() || image.contentId().isEmpty()) {
            return List.of();
        }
        return places.points(address, image.contentId(), Set.of(image.id())).stream()
                .takeWhile(point -> point.kind() != DistributionPoint.Kind.SITE)
                .filter(point -> point.kind() == DistributionPoint.Kind.REMOTE)
                .map(point -> point.address().contentUrl())
                .filter(url -> url.endsWith(CONTENT))
                .map(url -> url.substring(0, url.length() - CONTENT.length()))
                .toList();
    }
}

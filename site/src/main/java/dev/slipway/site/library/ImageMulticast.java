package dev.slipway.site.library;

import dev.slipway.protocol.ContentOption;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.scope.Scopes;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event.Change;
import dev.slipway.site.operation.Events;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/**
 * The multicast options of images (IMG-8). They are kept and their rules hold, but no site has a multicast service yet: machines get an image that may travel by
 * multicast from a distribution point as any other, and an image that may travel only by multicast cannot reach any machine, so nothing that would need it begins.
 */
@Component
public class ImageMulticast {
    private final Database database;
    private final Events events;

    ImageMulticast(Database database, Events events) {
        this.database = database;
        this.events = events;
    }

    /**
     * @throws SlipwayException 422 {@code multicast-not-allowed}; 409 {@code multicast-only-needs-download-when-needed},
     *     {@code multicast-service-missing} when a deployment needs the image
     */
    public void set(String imageId, MulticastOptions options) {
        options.check();
        database.change(handle -> {
            StoredPackage image = Packages.require(handle, PackageType.OS_IMAGE, imageId);
            if (options.only() && !of(handle, imageId).only()) {
                refuseDeployed(handle, image);
            }
            handle.execute("delete from image_multicast where package = ?", imageId);
            if (options.allowed()) {
                handle.execute(
                        "insert into image_multicast (package, encrypted, only_multicast) values (?, ?, ?)",
                        imageId,
                        options.encrypted(),
                        options.only());
            }
            events.publish(handle, PackageType.OS_IMAGE.topic(), imageId, Change.CHANGED);
        });
    }

    static MulticastOptions of(Handle handle, String imageId) {
        return handle.createQuery(
                        "select 1 as allowed, encrypted, only_multicast as \"only\" from image_multicast where package = :id")
                .bind("id", imageId)
                .mapTo(MulticastOptions.class)
                .findOne()
                .orElse(MulticastOptions.NONE);
    }

    private record Deployed(String id, String sequenceName, ContentOption contentOption) {}

    private static void refuseDeployed(Handle handle, StoredPackage image) {
        List<Deployed> deployed = handle.createQuery("""
                select d.id, s.name as sequence_name, d.content_option
                from task_sequence_reference r join deployment d on d.sequence = r.sequence join task_sequence s on s.id = d.sequence
                where r.package = :id order by d.id
                """)
                .bind("id", image.id())
                .mapTo(Deployed.class)
                .list();
        List<Deployed> otherwise = deployed.stream()
                .filter(one -> one.contentOption() != ContentOption.WHEN_NEEDED)
                .toList();
        if (!otherwise.isEmpty()) {
            throw new SlipwayException(
                    "multicast-only-needs-download-when-needed",
                    409,
                    image.name() + " (" + image.id()
                            + ") is deployed so that content is downloaded before the start, by "
                            + names(handle, otherwise)
                            + ". An image that travels only by multicast must be downloaded when needed. Deploy these anew first.");
        }
        if (!deployed.isEmpty()) {
            throw new SlipwayException(
                    "multicast-service-missing",
                    409,
                    image.name() + " (" + image.id() + ") is deployed by " + names(handle, deployed)
                            + ". This site has no multicast service, so these machines would not get it in any way. Leave the other way open, or delete the deployments first.");
        }
    }

    private static String names(Handle handle, List<Deployed> deployed) {
        Map<String, String> texts = new LinkedHashMap<>();
        deployed.forEach(one -> texts.put(one.id(), one.id() + " (" + one.sequenceName() + ")"));
        return Scopes.named(handle, texts);
    }

    /**
     * Whether there is a way to a machine for each of these packages.
     *
     * @throws SlipwayException 409 {@code multicast-only-needs-download-when-needed}, {@code multicast-service-missing}
     */
    public static void requireDeliverable(Handle handle, List<String> packages, ContentOption option) {
        for (String id : packages) {
            if (!of(handle, id).only()) {
                continue;
            }
            String image = Packages.find(handle, id).map(StoredPackage::name).orElse(id) + " (" + id + ")";
            if (option != ContentOption.WHEN_NEEDED) {
                throw new SlipwayException(
                        "multicast-only-needs-download-when-needed",
                        409,
                        image
                                + " travels only by multicast, and so must be downloaded when needed. Choose that for the deployment, or change the image's distribution settings.");
            }
            throw new SlipwayException(
                    "multicast-service-missing",
                    409,
                    image
                            + " travels only by multicast, and this site has no multicast service. Allow its transfer from distribution points in the image's distribution settings.");
        }
    }
}

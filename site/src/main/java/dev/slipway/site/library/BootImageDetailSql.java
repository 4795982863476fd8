package dev.slipway.site.library;

import dev.slipway.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the tables say of a boot image beside its shared fields: what is in it, and how it is customised. */
record BootImageDetailSql(Handle handle) {

    record Row(
            String agentBuild,
            @Nullable Instant builtAt,
            String compression,
            int overlayFormat,
            String components,
            String customization) {
        List<String> componentList() {
            return components.isEmpty() ? List.of() : List.of(components.split(" "));
        }
    }

    Row row(String id) {
        return handle.createQuery("""
                select agent_build, built_at, compression, overlay_format, components, customization
                from boot_image where package = :id
                """).bind("id", id).mapTo(Row.class).one();
    }

    BootImageCustomization customization(String id) {
        String json = row(id).customization();
        return json.isEmpty()
                ? BootImageCustomization.NONE
                : Json.decode(json.getBytes(StandardCharsets.UTF_8), BootImageCustomization.class);
    }

    List<BootImageDriver> drivers(String id) {
        return handle.createQuery(
                        "select name, folder, kind, description from boot_image_driver where package = :id order by name")
                .bind("id", id)
                .mapTo(BootImageDriver.class)
                .list();
    }

    List<BootImageDetails.PrestartFile> files(String id) {
        return handle.createQuery(
                        "select path, hash, size_bytes from boot_image_file where package = :id order by path")
                .bind("id", id)
                .mapTo(BootImageDetails.PrestartFile.class)
                .list();
    }

    /** Writes what a boot image's own description says. */
    void describe(String id, BootImageDescription description) {
        handle.createUpdate("""
                update boot_image set agent_build = :agentBuild, built_at = :builtAt, compression = :compression,
                    decompressed_bytes = :decompressed, overlay_format = :overlayFormat, components = :components
                where package = :id
                """)
                .bind("id", id)
                .bind("agentBuild", description.agentBuildOrEmpty())
                .bindByType("builtAt", description.built(), Instant.class)
                .bind("compression", description.compressionOrEmpty())
                .bind("decompressed", description.decompressedBytes())
                .bind("overlayFormat", description.overlayFormatOrNone())
                .bind("components", String.join(" ", description.componentList()))
                .execute();
        handle.execute("delete from boot_image_driver where package = ?", id);
        for (BootImageDriver driver : description.driverList()) {
            handle.execute(
                    "insert into boot_image_driver (package, name, folder, kind, description) values (?, ?, ?, ?, ?)",
                    id,
                    driver.name(),
                    driver.folder(),
                    driver.kind().name(),
                    driver.description());
        }
    }

    void customize(String id, BootImageCustomization customization, String overlayHash, long overlaySize) {
        handle.execute(
                "update boot_image set customization = ?, overlay_hash = ?, overlay_size_bytes = ? where package = ?",
                new String(Json.encode(customization), StandardCharsets.UTF_8),
                overlayHash,
                overlaySize,
                id);
    }

    void files(String id, List<BootImageDetails.PrestartFile> files) {
        handle.execute("delete from boot_image_file where package = ?", id);
        for (BootImageDetails.PrestartFile file : files) {
            handle.execute(
                    "insert into boot_image_file (package, path, hash, size_bytes) values (?, ?, ?, ?)",
                    id,
                    file.path(),
                    file.hash(),
                    file.sizeBytes());
        }
    }

    /** Another kernel and initramfs under the same image; the replaced ones stay for machines in the middle of a start. */
    void replaceFiles(
            String id,
            BootFiles.Stored kernel,
            BootFiles.Stored initramfs,
            BootImageDescription description,
            Instant now) {
        retire(handle.createQuery("""
                        select kernel_hash from boot_image where package = :id
                        union select initramfs_hash from boot_image where package = :id
                        """).bind("id", id).mapTo(String.class).list(), now);
        handle.execute(
                """
                update boot_image set kernel_version = ?, agent_version = ?, kernel_hash = ?, kernel_size_bytes = ?,
                    initramfs_hash = ?, initramfs_size_bytes = ?
                where package = ?
                """,
                description.kernelVersion(),
                description.agentVersion(),
                kernel.hash(),
                kernel.size(),
                initramfs.hash(),
                initramfs.size(),
                id);
        describe(id, description);
    }

    /** Keeps replaced files for the machines that are fetching them. */
    void retire(Collection<String> hashes, Instant now) {
        for (String hash : hashes) {
            if (!hash.isEmpty()) {
                handle.execute("""
                        insert into boot_file_retired (hash, retired_at) values (?, ?)
                        on conflict (hash) do update set retired_at = excluded.retired_at
                        """, hash, now);
            }
        }
    }

    /** Every boot file that somebody may still need. */
    Set<String> needed(Instant retiredSince) {
        handle.execute("delete from boot_file_retired where retired_at < ?", retiredSince);
        return handle.createQuery("""
                        select kernel_hash as hash from boot_image
                        union select initramfs_hash from boot_image
                        union select overlay_hash from boot_image
                        union select hash from boot_image_file
                        union select hash from boot_file_retired
                        """).mapTo(String.class).stream().collect(Collectors.toUnmodifiableSet());
    }

    /** Task sequences that start machines with a boot image. */
    List<PackageUser> sequences(String id) {
        return handle.createQuery("""
                select 'task sequence' as kind, s.id, s.name from task_sequence_boot_image b join task_sequence s on s.id = b.sequence
                where b.boot_image = :id order by lower(s.name), s.id
                """).bind("id", id).mapTo(PackageUser.class).list();
    }
}

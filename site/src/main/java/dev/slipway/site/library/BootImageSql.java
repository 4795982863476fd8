package dev.slipway.site.library;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table boot_image with what it joins from package. */
record BootImageSql(Handle handle) {
    private static final String SELECT = """
            select p.id, p.name, p.version, p.comment, p.source_path, b.architecture, b.kernel_version, b.agent_version, b.kernel_hash,
                b.kernel_size_bytes, b.initramfs_hash, b.initramfs_size_bytes, b.overlay_hash, b.overlay_size_bytes,
                b.decompressed_bytes, p.size_bytes, b.is_default, p.created_at, p.changed_at
            from boot_image b join package p on p.id = b.package
            """;

    void insert(
            String id,
            String architecture,
            BootImageDescription description,
            BootFiles.Stored kernel,
            BootFiles.Stored initramfs,
            boolean isDefault) {
        handle.createUpdate("""
                insert into boot_image (package, architecture, kernel_version, agent_version, kernel_hash, kernel_size_bytes,
                    initramfs_hash, initramfs_size_bytes, is_default)
                values (:id, :architecture, :kernelVersion, :agentVersion, :kernelHash, :kernelSize, :initramfsHash, :initramfsSize, :isDefault)
                """)
                .bind("id", id)
                .bind("architecture", architecture)
                .bind("kernelVersion", description.kernelVersion())
                .bind("agentVersion", description.agentVersion())
                .bind("kernelHash", kernel.hash())
                .bind("kernelSize", kernel.size())
                .bind("initramfsHash", initramfs.hash())
                .bind("initramfsSize", initramfs.size())
                .bind("isDefault", isDefault)
                .execute();
    }

    List<BootImage> all() {
        return handle.createQuery(SELECT + "order by lower(p.name), p.id")
                .mapTo(BootImage.class)
                .list();
    }

    Optional<BootImage> find(String id) {
        return handle.createQuery(SELECT + "where p.id = :id")
                .bind("id", id)
                .mapTo(BootImage.class)
                .findOne();
    }

    Optional<BootImage> defaultOf(String architecture) {
        return handle.createQuery(SELECT + "where b.architecture = :architecture and b.is_default = 1")
                .bind("architecture", architecture)
                .mapTo(BootImage.class)
                .findOne();
    }

    void makeDefault(String id, String architecture) {
        handle.execute(
                "update boot_image set is_default = case when package = ? then 1 else 0 end where architecture = ?",
                id,
                architecture);
    }
}

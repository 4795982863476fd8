package dev.slipway.site.library;

import dev.slipway.content.ContentId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table boot_image with what it joins from package. */
record BootImageSql(Handle handle) {
    private static final String SELECT = """
            select p.id, p.name, p.version, p.comment, p.folder, p.source_path, b.architecture, b.kernel_version, b.agent_version, b.kernel_hash,
                b.kernel_size_bytes, b.initramfs_hash, b.initramfs_size_bytes, b.overlay_hash, b.overlay_size_bytes,
                b.decompressed_bytes, b.kernel_size_bytes + b.initramfs_size_bytes as size_bytes, p.content_id, b.from_points, b.is_default, p.created_at, p.changed_at
            from boot_image b join package p on p.id = b.package
            """;

    /** The first of its architecture is the default. */
    void insert(String id, BootImageDescription description, BootFiles.Stored kernel, BootFiles.Stored initramfs) {
        String architecture = description.architectureOrUsual();
        boolean isDefault = defaultOf(architecture).isEmpty();
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

    void fromPoints(String id, boolean fromPoints) {
        handle.execute("update boot_image set from_points = ? where package = ?", fromPoints, id);
    }

    /** Which files a content of a boot image holds. */
    void content(String id, ContentId content, BootFiles.Stored kernel, BootFiles.Stored initramfs) {
        handle.execute("delete from boot_image_content where package = ? and content_id = ?", id, content.hex());
        handle.execute(
                "insert into boot_image_content (package, content_id, kernel_hash, initramfs_hash) values (?, ?, ?, ?)",
                id,
                content.hex(),
                kernel.hash(),
                initramfs.hash());
    }

    void forgetGone(String id) {
        handle.createUpdate("""
                delete from boot_image_content where package = :id
                    and content_id not in (select content_id from package_version where package = :id)
                """).bind("id", id).execute();
    }

    /** A content of the library and the hashes of its two files. */
    record Holder(String contentId, String kernelHash, String initramfsHash) {}

    /** Where the file of a hash can be taken from. */
    Optional<Holder> holderOf(String hash) {
        return handle.createQuery("""
                        select content_id, kernel_hash, initramfs_hash from boot_image_content
                        where kernel_hash = :hash or initramfs_hash = :hash order by content_id limit 1
                        """).bind("hash", hash).mapTo(Holder.class).findOne();
    }
}

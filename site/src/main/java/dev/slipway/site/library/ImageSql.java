package dev.slipway.site.library;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables image and image_index. */
record ImageSql(Handle handle) {

    /** What the table image adds to package. */
    record Details(
            @org.jdbi.v3.core.mapper.reflect.ColumnName("package")
            String id,

            String compression,
            boolean solid,
            int bootIndex,
            String wimGuid,
            long blocks,
            String wimPath) {}

    private record IndexRow(
            @org.jdbi.v3.core.mapper.reflect.ColumnName("package")
            String id,

            int number,
            String name,
            String description,
            @Nullable String displayName,
            @Nullable String architecture,
            @Nullable String halType,
            @Nullable String osVersion,
            @Nullable String branch,
            @Nullable String edition,
            @Nullable String installationType,
            @Nullable String productName,
            @Nullable String productType,
            @Nullable String productSuite,
            String languages,
            @Nullable String defaultLanguage,
            @Nullable String systemRoot,
            long sizeBytes,
            long hardLinkBytes,
            long fileCount,
            long directoryCount,
            @Nullable Instant createdAt,
            @Nullable Instant changedAt) {

        ImageIndex index() {
            return new ImageIndex(
                    number,
                    name,
                    description,
                    displayName,
                    architecture,
                    halType,
                    osVersion,
                    branch,
                    edition,
                    installationType,
                    productName,
                    productType,
                    productSuite,
                    languages.isEmpty() ? List.of() : List.of(languages.split(" ")),
                    defaultLanguage,
                    systemRoot,
                    sizeBytes,
                    hardLinkBytes,
                    fileCount,
                    directoryCount,
                    createdAt,
                    changedAt);
        }
    }

    /** In place of what was known of the package's WIM before. */
    void put(String id, String wimPath, WimDescription wim, long blocks) {
        handle.execute("delete from image_index where package = ?", id);
        handle.execute("delete from image where package = ?", id);
        handle.execute(
                "insert into image (package, compression, solid, boot_index, wim_guid, blocks, wim_path) values (?, ?, ?, ?, ?, ?, ?)",
                id,
                wim.compression().name(),
                wim.solid(),
                wim.bootIndex(),
                wim.guid(),
                blocks,
                wimPath);
        wim.indexes().forEach(index -> insert(id, index));
    }

    private void insert(String id, ImageIndex index) {
        handle.createUpdate("""
                insert into image_index (package, number, name, description, display_name, architecture, hal_type, os_version, branch, edition,
                    installation_type, product_name, product_type, product_suite, languages, default_language, system_root, size_bytes, hard_link_bytes, file_count, directory_count, created_at, changed_at)
                values (:id, :number, :name, :description, :displayName, :architecture, :halType, :osVersion, :branch, :edition,
                    :installationType, :productName, :productType, :productSuite, :languages, :defaultLanguage, :systemRoot, :sizeBytes, :hardLinkBytes, :fileCount, :directoryCount, :createdAt, :changedAt)
                """)
                .bind("id", id)
                .bind("number", index.index())
                .bind("name", index.name())
                .bind("description", index.description())
                .bind("displayName", index.displayName())
                .bind("architecture", index.architecture())
                .bind("halType", index.halType())
                .bind("osVersion", index.osVersion())
                .bind("branch", index.branch())
                .bind("edition", index.edition())
                .bind("installationType", index.installationType())
                .bind("productName", index.productName())
                .bind("productType", index.productType())
                .bind("productSuite", index.productSuite())
                .bind("languages", String.join(" ", index.languages()))
                .bind("defaultLanguage", index.defaultLanguage())
                .bind("systemRoot", index.systemRoot())
                .bind("sizeBytes", index.sizeBytes())
                .bind("hardLinkBytes", index.hardLinkBytes())
                .bind("fileCount", index.fileCount())
                .bind("directoryCount", index.directoryCount())
                .bindByType("createdAt", index.createdAt(), Instant.class)
                .bindByType("changedAt", index.changedAt(), Instant.class)
                .execute();
    }

    Details details(String id) {
        return handle.createQuery("select * from image where package = :id")
                .bind("id", id)
                .mapTo(Details.class)
                .one();
    }

    List<ImageIndex> indexes(String id) {
        return handle
                .createQuery("select * from image_index where package = :id order by number")
                .bind("id", id)
                .mapTo(IndexRow.class)
                .stream()
                .map(IndexRow::index)
                .toList();
    }

    Image image(StoredPackage shared, @Nullable List<PackageUser> usedBy) {
        Details details = details(shared.id());
        return new Image(
                shared,
                details.compression(),
                details.solid(),
                details.bootIndex(),
                details.wimGuid(),
                details.blocks(),
                indexes(shared.id()),
                ImageMulticast.of(handle, shared.id()),
                LicenseAcceptance.of(handle, shared.id()).orElse(null),
                usedBy);
    }

    UpgradePackage upgradePackage(StoredPackage shared, @Nullable List<PackageUser> usedBy) {
        Details details = details(shared.id());
        return new UpgradePackage(
                shared,
                details.wimPath(),
                details.compression(),
                details.solid(),
                details.blocks(),
                indexes(shared.id()),
                LicenseAcceptance.of(handle, shared.id()).orElse(null),
                usedBy);
    }
}

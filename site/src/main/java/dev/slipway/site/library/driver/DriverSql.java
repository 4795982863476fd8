package dev.slipway.site.library.driver;

import dev.slipway.protocol.Json;
import dev.slipway.site.library.StoredPackage;
import dev.slipway.windows.DriverModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables driver, driver_device and driver_category. */
record DriverSql(Handle handle) {

    private record Row(
            String id,
            String inf,
            String provider,
            String deviceClass,
            String classGuid,
            String driverDate,
            String driverVersion,
            boolean signed,
            String signer,
            String signatureProblem,
            boolean bootCritical,
            boolean extension,
            boolean enabled,
            String architectures,
            int deviceCount,
            String missing) {
        Driver driver(StoredPackage shared, List<String> categories, List<String> packages) {
            return new Driver(
                    shared,
                    inf,
                    provider,
                    deviceClass,
                    classGuid,
                    driverDate,
                    driverVersion,
                    signed,
                    signer,
                    signatureProblem,
                    bootCritical,
                    extension,
                    enabled,
                    words(architectures, " "),
                    deviceCount,
                    List.of(Json.decode(missing.getBytes(StandardCharsets.UTF_8), String[].class)),
                    categories,
                    packages);
        }
    }

    private record DeviceRow(
            String manufacturer,
            String description,
            String hardwareId,
            String compatibleIds,
            String architecture,
            String osVersion) {
        DriverDevice device() {
            return new DriverDevice(
                    manufacturer, description, hardwareId, words(compatibleIds, "\n"), architecture, osVersion);
        }
    }

    private record Pair(String owner, String value) {}

    /** In the order of the packages. */
    List<Driver> all(List<StoredPackage> packages) {
        Map<String, Row> rows = new HashMap<>();
        handle.createQuery("select package as id, d.* from driver d")
                .mapTo(Row.class)
                .forEach(row -> rows.put(row.id(), row));
        Map<String, List<String>> categories =
                grouped("select driver as owner, category as value from driver_category order by category");
        Map<String, List<String>> members =
                grouped("select driver as owner, package as value from driver_package_member order by package");
        List<Driver> drivers = new ArrayList<>();
        for (StoredPackage shared : packages) {
            Row row = rows.get(shared.id());
            if (row != null) {
                drivers.add(row.driver(
                        shared,
                        categories.getOrDefault(shared.id(), List.of()),
                        members.getOrDefault(shared.id(), List.of())));
            }
        }
        return drivers;
    }

    private Map<String, List<String>> grouped(String sql) {
        Map<String, List<String>> groups = new HashMap<>();
        handle.createQuery(sql)
                .mapTo(Pair.class)
                .forEach(pair -> groups.computeIfAbsent(pair.owner(), owner -> new ArrayList<>())
                        .add(pair.value()));
        return groups;
    }

    Set<String> withDevice(String search) {
        String like = "%" + search.toLowerCase(Locale.ROOT).replaceAll("[%!_]", "!$0") + "%";
        return new HashSet<>(
                handle.createQuery("""
                select distinct driver from driver_device
                where lower(hardware_id) like :like escape '!' or lower(compatible_ids) like :like escape '!' or lower(description) like :like escape '!'
                """).bind("like", like).mapTo(String.class).list());
    }

    List<DriverDevice> devices(String id) {
        return handle
                .createQuery("select * from driver_device where driver = :id order by position")
                .bind("id", id)
                .mapTo(DeviceRow.class)
                .stream()
                .map(DeviceRow::device)
                .toList();
    }

    Optional<String> withFiles(String filesHash) {
        return handle.createQuery("select package from driver where files_hash = :hash")
                .bind("hash", filesHash)
                .mapTo(String.class)
                .findOne();
    }

    Optional<String> importedBy(String id) {
        return handle.createQuery("select imported_by from driver where package = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    void insert(String id, FoundDriver found, boolean enabled, String filesHash, String operation) {
        handle.createUpdate("""
                insert into driver (package, inf, provider, device_class, class_guid, driver_date, driver_version, signed, signer, signature_problem, boot_critical,
                    extension, enabled, architectures, device_count, missing, files_hash, imported_by)
                values (:id, :inf, :provider, :deviceClass, :classGuid, :driverDate, :driverVersion, :isSigned, :signer, :problem, :critical,
                    :isExtension, :enabled, :platforms, :devices, :lacking, :hash, :operation)
                """)
                .bind("id", id)
                .bind("inf", found.infName())
                .bind("provider", found.inf().provider())
                .bind("deviceClass", found.inf().deviceClass())
                .bind("classGuid", found.inf().classGuid())
                .bind("driverDate", found.inf().date().map(Object::toString).orElse(""))
                .bind("driverVersion", found.inf().version())
                .bind("isSigned", found.signature().holds() ? 1 : 0)
                .bind("signer", found.signature().signer())
                .bind("problem", found.signature().problem())
                .bind("critical", found.inf().bootCritical() ? 1 : 0)
                .bind("isExtension", found.inf().extension() ? 1 : 0)
                .bind("enabled", enabled ? 1 : 0)
                .bind("platforms", String.join(" ", found.architectures()))
                .bind("devices", found.inf().models().size())
                .bind(
                        "lacking",
                        new String(Json.encode(found.missing().toArray(String[]::new)), StandardCharsets.UTF_8))
                .bind("hash", filesHash)
                .bind("operation", operation)
                .execute();
        insertDevices(id, found.inf().models());
    }

    /** The same files, looked at again: what was imported before signatures were checked is told too. */
    void setSignature(String id, DriverSignature signature) {
        handle.execute(
                "update driver set signed = ?, signer = ?, signature_problem = ? where package = ?",
                signature.holds() ? 1 : 0,
                signature.signer(),
                signature.problem(),
                id);
    }

    private void insertDevices(String id, List<DriverModel> models) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into driver_device (driver, position, manufacturer, description, hardware_id, compatible_ids, architecture, os_version)
                values (:driver, :position, :manufacturer, :description, :hardwareId, :compatibleIds, :platform, :osVersion)
                """);
        for (int i = 0; i < models.size(); i++) {
            DriverModel model = models.get(i);
            batch.bind("driver", id)
                    .bind("position", i)
                    .bind("manufacturer", model.manufacturer())
                    .bind("description", model.description())
                    .bind("hardwareId", model.hardwareId())
                    .bind("compatibleIds", String.join("\n", model.compatibleIds()))
                    .bind("platform", model.architecture().label())
                    .bind("osVersion", model.osVersion())
                    .add();
        }
        batch.execute();
    }

    List<String> categories() {
        return handle.createQuery("select distinct category from driver_category order by category")
                .mapTo(String.class)
                .list();
    }

    void addCategories(String id, List<String> categories) {
        for (String category : categories) {
            handle.execute("delete from driver_category where driver = ? and category = ?", id, category);
            handle.execute("insert into driver_category (driver, category) values (?, ?)", id, category);
        }
    }

    void replaceCategories(String id, List<String> categories) {
        handle.execute("delete from driver_category where driver = ?", id);
        addCategories(id, categories);
    }

    void enable(String id, boolean enabled) {
        handle.execute("update driver set enabled = ? where package = ?", enabled ? 1 : 0, id);
    }

    private static List<String> words(String text, String separator) {
        return text.isEmpty() ? List.of() : List.of(text.split(separator));
    }
}

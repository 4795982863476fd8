package dev.slipway.site.library.driver;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables driver_package and driver_package_member. */
record DriverPackageSql(Handle handle) {

    void insert(String id, String model) {
        handle.execute("insert into driver_package (package, model) values (?, ?)", id, model);
    }

    void model(String id, String model) {
        handle.execute("update driver_package set model = ? where package = ?", model, id);
    }

    Optional<String> model(String id) {
        return handle.createQuery("select model from driver_package where package = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    List<DriverPackage.Member> members(String id) {
        return handle.createQuery("""
                select p.id, p.name, d.device_class, d.driver_version, d.architectures, d.enabled
                from driver_package_member m join driver d on d.package = m.driver join package p on p.id = m.driver
                where m.package = :id order by p.name, p.id
                """)
                .bind("id", id)
                .mapTo(DriverPackage.Member.class)
                .list();
    }

    /** Of a driver in a package: its content as it is now. */
    record MemberContent(String driver, String contentId) {}

    List<MemberContent> contents(String id) {
        return handle.createQuery("""
                select m.driver, p.content_id from driver_package_member m join package p on p.id = m.driver
                where m.package = :id order by m.driver
                """).bind("id", id).mapTo(MemberContent.class).list();
    }

    void add(String id, String driver) {
        remove(id, driver);
        handle.execute("insert into driver_package_member (package, driver) values (?, ?)", id, driver);
    }

    void remove(String id, String driver) {
        handle.execute("delete from driver_package_member where package = ? and driver = ?", id, driver);
    }
}

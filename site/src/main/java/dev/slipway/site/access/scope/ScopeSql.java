package dev.slipway.site.access.scope;

import dev.slipway.site.Role;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The tables security_scope, account_scope and object_scope. The rows of removed objects stay, so that what is told of them later stays hidden. */
record ScopeSql(Handle handle) {
    private static final String SELECT = """
            select s.id, s.name, s.description, s.built_in, s.created_at,
              (select count(*) from account_scope a where a.scope = s.id) as accounts,
              (select count(*) from object_scope o where o.scope = s.id
                and (o.object in (select id from package) or o.object in (select id from task_sequence))) as objects
            from security_scope s
            """;
    private static final String VISIBLE = """
            select os.object from object_scope os join account_scope ac on ac.scope = os.scope where ac.account = :account
            """;

    /** By name. */
    List<SecurityScope> all() {
        return handle.createQuery(SELECT + "order by s.built_in desc, s.name_key")
                .mapTo(SecurityScope.class)
                .list();
    }

    Optional<SecurityScope> find(String id) {
        return handle.createQuery(SELECT + "where s.id = :id")
                .bind("id", id)
                .mapTo(SecurityScope.class)
                .findOne();
    }

    boolean isNameTaken(String key, String exceptId) {
        return handle.createQuery("select count(*) from security_scope where name_key = :key and id <> :id")
                        .bind("key", key)
                        .bind("id", exceptId)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    void insert(String id, String name, String key, String description, Instant now) {
        handle.execute(
                "insert into security_scope (id, name, name_key, description, built_in, created_at) values (?, ?, ?, ?, 0, ?)",
                id,
                name,
                key,
                description,
                now);
    }

    void update(String id, String name, String key, String description) {
        handle.execute(
                "update security_scope set name = ?, name_key = ?, description = ? where id = ?",
                name,
                key,
                description,
                id);
    }

    void delete(String id) {
        handle.execute("delete from object_scope where scope = ?", id);
        handle.execute("delete from security_scope where id = ?", id);
    }

    Set<String> ofAccount(String account) {
        return Set.copyOf(handle.createQuery("select scope from account_scope where account = :account")
                .bind("account", account)
                .mapTo(String.class)
                .list());
    }

    void setAccount(String account, Collection<String> scopes) {
        handle.execute("delete from account_scope where account = ?", account);
        scopes.forEach(
                scope -> handle.execute("insert into account_scope (account, scope) values (?, ?)", account, scope));
    }

    Set<String> ofObject(String object) {
        return Set.copyOf(handle.createQuery("select scope from object_scope where object = :object")
                .bind("object", object)
                .mapTo(String.class)
                .list());
    }

    void setObject(String object, Collection<String> scopes) {
        handle.execute("delete from object_scope where object = ?", object);
        scopes.forEach(
                scope -> handle.execute("insert into object_scope (object, scope) values (?, ?)", object, scope));
    }

    /** @return the topic of its events; empty when there is no such object */
    Optional<String> typeOf(String object) {
        return handle.createQuery("""
                select type from package where id = :id union all select 'TASK_SEQUENCE' from task_sequence where id = :id
                """).bind("id", object).mapTo(String.class).findOne();
    }

    /** False as well for the site itself, which is no account. */
    boolean isLimited(String account) {
        return handle.createQuery("""
                        select count(*) from account a where a.name = :account and a.role <> :administrator
                          and not exists (select 1 from account_scope s where s.account = a.name and s.scope = :all)
                        """)
                        .bind("account", account)
                        .bind("administrator", Role.FULL_ADMINISTRATOR)
                        .bind("all", SecurityScope.ALL)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /** Of some identifiers those that are an object outside the account's scopes, or lead to one: deployments, runs, operations. */
    List<String> hidden(String account, Collection<String> identifiers) {
        return handle.createQuery("""
                select id from package where id in (<ids>) and id not in (<visible>)
                union select id from task_sequence where id in (<ids>) and id not in (<visible>)
                union select object from object_scope where object in (<ids>) and object not in (<visible>)
                union select id from deployment where id in (<ids>) and sequence not in (<visible>)
                union select id from run where id in (<ids>) and sequence not in (<visible>)
                union select id from operation where id in (<ids>) and not (subject is not null and subject in (<visible>)
                  or created_by = :account and (subject is null or subject not in (select object from object_scope)))
                """)
                .define("visible", VISIBLE)
                .bindList("ids", List.copyOf(identifiers))
                .bind("account", account)
                .mapTo(String.class)
                .list();
    }
}

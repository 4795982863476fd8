package dev.slipway.site.console;

import dev.slipway.site.database.Database;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** How accounts want to see their lists. */
@Component
class ListChoices {
    private final Database database;

    ListChoices(Database database) {
        this.database = database;
    }

    /** @param columns identifiers of the columns that show */
    record Chosen(List<String> columns, String sort, boolean descending) {}

    Optional<Chosen> find(String account, String list) {
        record Row(String shownColumns, String sortColumn, boolean descending) {}
        return database.read(handle -> handle.createQuery("""
                        select shown_columns, sort_column, descending from list_choice where account = :account and list = :list
                        """)
                .bind("account", account)
                .bind("list", list)
                .mapTo(Row.class)
                .findOne()
                .map(row -> new Chosen(List.of(row.shownColumns().split(" ")), row.sortColumn(), row.descending())));
    }

    void keep(String account, String list, Chosen chosen) {
        database.change(handle -> handle.createUpdate("""
                        insert into list_choice (account, list, shown_columns, sort_column, descending) values (:account, :list, :columns, :sort, :descending)
                        on conflict (account, list) do update
                        set shown_columns = excluded.shown_columns, sort_column = excluded.sort_column, descending = excluded.descending
                        """)
                .bind("account", account)
                .bind("list", list)
                .bind("columns", String.join(" ", chosen.columns()))
                .bind("sort", chosen.sort())
                .bind("descending", chosen.descending())
                .execute());
    }

    void forget(String account, String list) {
        database.change(
                handle -> handle.execute("delete from list_choice where account = ? and list = ?", account, list));
    }
}

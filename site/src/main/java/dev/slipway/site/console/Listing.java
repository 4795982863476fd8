package dev.slipway.site.console;

import dev.slipway.site.library.PackageType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a list of the console can show: its columns, how it is sorted unless somebody chooses otherwise, what can be done with its rows. It is written down once, beside the
 * pages of its feature; {@link Lists} makes of it what one request sees.
 */
final class Listing<T> {
    private final String id;
    private final String path;
    private final String one;
    private final String many;
    private final Function<T, String> key;
    private final List<Column<T>> columns = new ArrayList<>();
    private final List<ListAction> actions = new ArrayList<>();
    private final List<Filter> filters = new ArrayList<>();
    private String sort = "";
    private boolean descending;
    private String hint = "";
    private @Nullable InFolders<T> folders;

    /**
     * Tabs above the list, each of which shows some of the rows; the page leaves the others out.
     *
     * @param parameter of the address; missing for all rows
     */
    record Filter(String parameter, String label, Map<String, String> options) {}

    private Listing(String id, String path, String one, String many, Function<T, String> key) {
        this.id = id;
        this.path = path;
        this.one = one;
        this.many = many;
        this.key = key;
    }

    /**
     * Begins a list; its first column always shows.
     *
     * @param id lower-case letters and hyphens; what accounts choose is kept under it
     * @param path of the page that shows it
     * @param one what a row is, {@code image}
     * @param key identifies a row in forms
     */
    static <T> Listing<T> of(String id, String path, String one, String many, Function<T, String> key) {
        return new Listing<>(id, path, one, many, key);
    }

    Listing<T> column(String id, String label, Function<T, Cell> cell) {
        return add(new Column<>(id, label, cell, true, false));
    }

    /** A column of figures. */
    Listing<T> figures(String id, String label, Function<T, Cell> cell) {
        return add(new Column<>(id, label, cell, true, true));
    }

    /** A column that shows only when it is chosen. */
    Listing<T> further(String id, String label, Function<T, Cell> cell) {
        return add(new Column<>(id, label, cell, false, false));
    }

    private Listing<T> add(Column<T> column) {
        columns.add(column);
        if (sort.isEmpty()) {
            sort = column.id();
        }
        return this;
    }

    Listing<T> sortedBy(String column, boolean descending) {
        this.sort = column;
        this.descending = descending;
        return this;
    }

    /** What to do while there is nothing. */
    Listing<T> whenEmpty(String hint) {
        this.hint = hint;
        return this;
    }

    Listing<T> action(ListAction action) {
        actions.add(action);
        return this;
    }

    /** @param options value of the parameter and what the tab says */
    Listing<T> filter(String parameter, String label, Map<String, String> options) {
        filters.add(new Filter(parameter, label, options));
        return this;
    }

    /** @param folder in which a row lies; null for none */
    record InFolders<T>(PackageType type, Function<T, @Nullable Long> folder) {}

    /** Its rows are packages, which lie in folders; what is done with packages of every type stands before what is done with these. */
    Listing<T> inFolders(PackageType type, Function<T, @Nullable Long> folder) {
        this.folders = new InFolders<>(type, folder);
        // Drivers travel in driver packages.
        return type == PackageType.DRIVER ? inScopes() : distributed().inScopes();
    }

    /** Its rows are packages with content: Distribute Content and Update Distribution Points. */
    Listing<T> distributed() {
        return action(ListAction.of("Distribute content", "/content-status/distribute"))
                .action(ListAction.of("Update distribution points", "/content-status/update"));
    }

    /** Its rows are in security scopes: Set Security Scopes. */
    Listing<T> inScopes() {
        return action(ListAction.of("Set security scopes", "/security-scopes/selected"));
    }

    String id() {
        return id;
    }

    String path() {
        return path;
    }

    String one() {
        return one;
    }

    String many() {
        return many;
    }

    String key(T item) {
        return key.apply(item);
    }

    List<Column<T>> columns() {
        return columns;
    }

    Optional<Column<T>> column(String id) {
        return columns.stream().filter(column -> column.id().equals(id)).findFirst();
    }

    List<ListAction> actions() {
        return actions;
    }

    List<Filter> filters() {
        return filters;
    }

    String sort() {
        return sort;
    }

    boolean descending() {
        return descending;
    }

    String hint() {
        return hint;
    }

    Optional<InFolders<T>> folders() {
        return Optional.ofNullable(folders);
    }
}

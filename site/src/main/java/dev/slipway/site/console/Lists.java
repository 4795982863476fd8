package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.library.Folders;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes of a {@link Listing} and its items what one request sees: searched, sorted, one page, the columns that the account has chosen. */
@Component
class Lists {
    static final int ROWS = 100;
    private static final int LONGEST_SEARCH = 200;
    private static final Comparator<Cell> ORDER =
            Comparator.<Cell>comparingLong(Cell::number).thenComparing(Cell::word);
    private final ListChoices choices;
    private final Folders folders;

    Lists(ListChoices choices, Folders folders) {
        this.choices = choices;
        this.folders = folders;
    }

    /** @param items all that the page's filters leave, in the order in which equal rows shall stand */
    <T> ListView view(Listing<T> listing, List<T> items, HttpServletRequest request, Caller caller) {
        return new Request<>(listing, items, request, caller).view();
    }

    /** One look at one list. */
    private final class Request<T> {
        private final Listing<T> listing;
        private final List<T> items;
        private final String search;
        private final List<Column<T>> shown;
        private final Column<T> sort;
        private final boolean descending;
        private final int page;
        private final Map<String, String> keep = new LinkedHashMap<>();
        private final List<FolderTree> trees = new ArrayList<>();

        Request(Listing<T> listing, List<T> items, HttpServletRequest request, Caller caller) {
            this.listing = listing;
            ListChoices.Chosen chosen = choices.find(caller.name(), listing.id())
                    .orElseGet(() -> new ListChoices.Chosen(
                            listing.columns().stream()
                                    .filter(Column::shown)
                                    .map(Column::id)
                                    .toList(),
                            listing.sort(),
                            listing.descending()));
            Column<T> first = listing.columns().getFirst();
            shown = listing.columns().stream()
                    .filter(column -> column == first || chosen.columns().contains(column.id()))
                    .toList();
            String typed = parameter(request, "search").strip();
            search = typed.substring(0, Math.min(LONGEST_SEARCH, typed.length()));
            String wanted = parameter(request, "sort");
            boolean asked = listing.column(wanted).isPresent();
            sort = listing.column(asked ? wanted : chosen.sort()).orElse(first);
            descending = asked ? parameter(request, "order").equals("desc") : chosen.descending();
            page = page(parameter(request, "page"));
            for (Listing.Filter filter : listing.filters()) {
                String value = parameter(request, filter.parameter());
                if (filter.options().containsKey(value)) {
                    keep.put(filter.parameter(), value);
                }
            }
            this.items = listing.folders()
                    .map(in -> inFolder(in, items, parameter(request, "folder")))
                    .orElse(items);
        }

        /** The folder that is open shows what lies in it and below. */
        private List<T> inFolder(Listing.InFolders<T> in, List<T> all, String wanted) {
            List<Long> lyingIn = all.stream()
                    .map(item -> Objects.requireNonNullElse(in.folder().apply(item), 0L))
                    .toList();
            long open = wanted.matches("[1-9][0-9]{0,17}") ? Long.parseLong(wanted) : 0;
            FolderTree tree = FolderTree.of(
                    in.type(), listing.path(), "All " + listing.many(), folders.ofType(in.type()), lyingIn, open);
            trees.add(tree);
            if (tree.open().isEmpty()) {
                return all;
            }
            keep.put("folder", Long.toString(open));
            List<Long> inside = tree.open().getFirst().all().stream()
                    .map(FolderTree.Node::id)
                    .toList();
            return IntStream.range(0, all.size())
                    .filter(i -> inside.contains(lyingIn.get(i)))
                    .mapToObj(all::get)
                    .toList();
        }

        ListView view() {
            List<T> found = found();
            int pages = Math.max(1, (found.size() + ROWS - 1) / ROWS);
            int at = Math.min(page, pages);
            List<T> part = found.subList((at - 1) * ROWS, Math.min(found.size(), at * ROWS));
            return new ListView(
                    listing.id(),
                    listing.path(),
                    listing.one(),
                    listing.many(),
                    listing.hint(),
                    shown.stream().map(this::head).toList(),
                    part.stream().map(this::row).toList(),
                    items.size(),
                    found.size(),
                    (at - 1) * ROWS + 1,
                    at > 1 ? address(search, sort.id(), descending, at - 1) : "",
                    at < pages ? address(search, sort.id(), descending, at + 1) : "",
                    search,
                    sort.id(),
                    descending,
                    keep,
                    plain(search),
                    plain(""),
                    filters(),
                    choices(),
                    listing.actions(),
                    trees);
        }

        private List<T> found() {
            Predicate<T> wanted = matching();
            // Each row's cell is made once, not once for each comparison.
            record Sorted<T>(T item, Cell by) {}
            Comparator<Sorted<T>> order = Comparator.comparing(Sorted::by, ORDER);
            return items.stream()
                    .filter(wanted)
                    .map(item -> new Sorted<>(item, sort.cell().apply(item)))
                    .sorted(descending ? order.reversed() : order)
                    .map(Sorted::item)
                    .toList();
        }

        /** Every word must be found, in any column, chosen or not. */
        private Predicate<T> matching() {
            List<String> words = search.isEmpty()
                    ? List.of()
                    : List.of(search.toLowerCase(Locale.ROOT).split("\\s+"));
            return item -> words.isEmpty()
                    || words.stream()
                            .allMatch(word ->
                                    listing.key(item).toLowerCase(Locale.ROOT).contains(word)
                                            || listing.columns().stream()
                                                    .anyMatch(column -> column.cell()
                                                            .apply(item)
                                                            .matches(word)));
        }

        private ListView.Head head(Column<T> column) {
            boolean sorted = column == sort;
            return new ListView.Head(
                    column.id(),
                    column.label(),
                    column.right(),
                    !sorted ? "" : descending ? "descending" : "ascending",
                    address(search, column.id(), sorted && !descending, 1));
        }

        private List<ListView.Filter> filters() {
            List<ListView.Filter> filters = new ArrayList<>();
            for (Listing.Filter filter : listing.filters()) {
                List<ListView.Tab> tabs = new ArrayList<>();
                String now = keep.getOrDefault(filter.parameter(), "");
                tabs.add(new ListView.Tab("All", filtered(filter.parameter(), ""), now.isEmpty()));
                filter.options()
                        .forEach((value, label) -> tabs.add(
                                new ListView.Tab(label, filtered(filter.parameter(), value), value.equals(now))));
                filters.add(new ListView.Filter(filter.label(), tabs));
            }
            return filters;
        }

        private String filtered(String parameter, String value) {
            Map<String, String> parameters = new LinkedHashMap<>(keep);
            parameters.remove(parameter);
            if (!value.isEmpty()) {
                parameters.put(parameter, value);
            }
            if (!search.isEmpty()) {
                parameters.put("search", search);
            }
            return Lists.address(listing.path(), parameters);
        }

        private ListView.Row row(T item) {
            return new ListView.Row(
                    listing.key(item),
                    shown.stream().map(column -> column.cell().apply(item)).toList());
        }

        private List<ListView.Choice> choices() {
            Column<T> first = listing.columns().getFirst();
            return listing.columns().stream()
                    .map(column ->
                            new ListView.Choice(column.id(), column.label(), shown.contains(column), column == first))
                    .toList();
        }

        /** As the account has chosen to see it, whatever stands in the address now. */
        private String plain(String search) {
            Map<String, String> parameters = new LinkedHashMap<>(keep);
            if (!search.isEmpty()) {
                parameters.put("search", search);
            }
            return Lists.address(listing.path(), parameters);
        }

        private String address(String search, String sort, boolean descending, int page) {
            Map<String, String> parameters = new LinkedHashMap<>(keep);
            if (!search.isEmpty()) {
                parameters.put("search", search);
            }
            parameters.put("sort", sort);
            parameters.put("order", descending ? "desc" : "asc");
            if (page > 1) {
                parameters.put("page", Integer.toString(page));
            }
            return Lists.address(listing.path(), parameters);
        }
    }

    /** A path with a query. */
    static String address(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(one -> encode(one.getKey()) + "=" + encode(one.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String parameter(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    private static int page(String text) {
        return text.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(text) : 1;
    }

    /** What a service hands out in parts. */
    @FunctionalInterface
    interface Parts<T> {
        Page<T> after(@Nullable String last);
    }

    /** Puts the parts together. @param most where to stop */
    static <T> List<T> all(int most, Parts<T> parts) {
        List<T> items = new ArrayList<>();
        String after = null;
        do {
            Page<T> part = parts.after(after);
            items.addAll(part.items());
            after = part.next();
        } while (after != null && items.size() < most);
        return items;
    }
}

package dev.slipway.site.console;

import java.util.List;
import java.util.Map;

/**
 * A list as one request sees it.
 *
 * @param rows of this page only
 * @param total how many there are without the search
 * @param matched how many the search found
 * @param first number of the first row shown, from 1
 * @param previous address of the page before; empty for none
 * @param keep what the search form sends along: filters, folder
 * @param plain address of this list with its search, in the order that the account has chosen
 * @param unsearched address of this list without its search
 * @param folders empty when this list has none
 */
public record ListView(
        String id,
        String path,
        String one,
        String many,
        String hint,
        List<Head> heads,
        List<Row> rows,
        int total,
        int matched,
        int first,
        String previous,
        String next,
        String search,
        String sort,
        boolean descending,
        Map<String, String> keep,
        String plain,
        String unsearched,
        List<Filter> filters,
        List<Choice> choices,
        List<ListAction> actions,
        List<FolderTree> folders) {

    /**
     * The head of a column.
     *
     * @param sorted {@code ascending}, {@code descending}, or empty
     * @param to sorts by this column, or turns the order round
     */
    public record Head(String id, String label, boolean right, String sorted, String to) {}

    public record Row(String key, List<Cell> cells) {
        /** What a row is called where only one word has room. */
        public String name() {
            return cells.getFirst().text();
        }
    }

    /** A row of tabs. @param label what they tell apart */
    public record Filter(String label, List<Tab> tabs) {
        public Filter {
            tabs = List.copyOf(tabs);
        }
    }

    /** Shows some of the rows only. */
    public record Tab(String label, String to, boolean current) {}

    /** A column that can be chosen. @param fixed it always shows */
    public record Choice(String id, String label, boolean shown, boolean fixed) {}

    public int last() {
        return first + rows.size() - 1;
    }
}

package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Columns for people: aligned, two blanks between, no line at the end of a row longer than its text. */
final class Table {
    private record Column(String heading, boolean right, Function<JsonNode, String> cell) {}

    private final List<Column> columns = new ArrayList<>();

    Table column(String heading, Function<JsonNode, String> cell) {
        columns.add(new Column(heading, false, cell));
        return this;
    }

    /** The field as it is; empty when it is missing. */
    Table text(String heading, String field) {
        return column(heading, row -> Fields.text(row, field));
    }

    /** A constant's name in small letters. */
    Table word(String heading, String field) {
        return column(heading, row -> Readable.word(Fields.text(row, field)));
    }

    Table time(String heading, String field) {
        return column(heading, row -> Readable.time(Fields.text(row, field)));
    }

    Table number(String heading, Function<JsonNode, String> cell) {
        columns.add(new Column(heading, true, cell));
        return this;
    }

    /** A missing number is zero. */
    Table number(String heading, String field) {
        return number(heading, row -> String.valueOf(Fields.number(row, field)));
    }

    Table size(String heading, String field) {
        return number(heading, row -> row.has(field) ? Readable.size(Fields.number(row, field)) : "");
    }

    List<String> lines(List<JsonNode> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(Column::heading).toList());
        for (JsonNode row : rows) {
            cells.add(columns.stream()
                    .map(column -> column.cell().apply(row).replaceAll("\\s+", " "))
                    .toList());
        }
        int[] widths = new int[columns.size()];
        for (List<String> line : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(line.get(i)));
            }
        }
        return cells.stream().map(line -> join(line, widths)).toList();
    }

    private String join(List<String> line, int[] widths) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blanks = " ".repeat(widths[i] - width(line.get(i)));
            joined.append(i == 0 ? "" : "  ");
            joined.append(columns.get(i).right() ? blanks + line.get(i) : line.get(i) + blanks);
        }
        return joined.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}

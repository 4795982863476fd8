package dev.slipway.site.database;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jspecify.annotations.Nullable;

/**
 * Which rows the reader of this thread may see: those of objects that share a security scope with the account. What PostgreSQL calls row security, for both
 * databases: every query of {@link Database#read} is narrowed here, whoever wrote it, so that a list which knows nothing of scopes shows no hidden object.
 * Transactions that write see all rows, for they must keep the whole consistent.
 */
public final class RowRules {
    private static final ThreadLocal<@Nullable String> READER = new ThreadLocal<>();
    private static final String VISIBLE =
            "select os.object from object_scope os join account_scope ac on ac.scope = os.scope where ac.account = :reader";
    private static final String OPERATION = "subject in (" + VISIBLE
            + ") or created_by = :reader and (subject is null or subject not in (select object from object_scope))";

    /** What must hold of a row. */
    static final Map<String, String> CONDITIONS = Map.ofEntries(
            Map.entry("package", "id in (" + VISIBLE + ")"),
            Map.entry("task_sequence", "id in (" + VISIBLE + ")"),
            Map.entry("driver", "package in (" + VISIBLE + ")"),
            Map.entry("driver_category", "driver in (" + VISIBLE + ")"),
            Map.entry("driver_package_member", "package in (" + VISIBLE + ") and driver in (" + VISIBLE + ")"),
            Map.entry("deployment", "sequence in (" + VISIBLE + ")"),
            Map.entry("run", "sequence in (" + VISIBLE + ")"),
            Map.entry("run_content", "package in (" + VISIBLE + ")"),
            Map.entry("distribution", "package in (" + VISIBLE + ")"),
            Map.entry("distribution_status", "package = '' or package in (" + VISIBLE + ")"),
            Map.entry("point_group_content", "package in (" + VISIBLE + ")"),
            Map.entry("operation", OPERATION),
            Map.entry(
                    "event",
                    "subject in (" + VISIBLE + ")"
                            + " or topic = 'deployment' and subject in (select id from deployment where sequence in ("
                            + VISIBLE
                            + "))"
                            + " or topic in ('run', 'run-step', 'run-log') and subject in (select id from run where sequence in ("
                            + VISIBLE + "))"
                            + " or topic = 'operation' and subject in (select id from operation where " + OPERATION
                            + ")"
                            + " or topic not in ('deployment', 'run', 'run-step', 'run-log', 'operation')"
                            + " and subject not in (select object from object_scope)"
                            + " and subject not in (select id from package) and subject not in (select id from task_sequence)"));
    /** A table after from or join, with its alias if it has one. */
    private static final Pattern TABLE = Pattern.compile(
            "\\b(from|join)\\s+(" + String.join("|", CONDITIONS.keySet())
                    + ")\\b(?:\\s+(?:as\\s+)?(?!(?:on|where|order|group|join|left|inner|cross|limit|union|having|using|as)\\b)([a-z_]\\w*))?");

    private RowRules() {}

    /** Until {@link #unlimited} this thread reads only what the account may see. */
    public static void limitTo(String account) {
        READER.set(account);
    }

    public static void unlimited() {
        READER.remove();
    }

    /** The account that limits this thread; null when nothing does. */
    public static @Nullable String reader() {
        return READER.get();
    }

    static void apply(Handle handle) {
        String reader = READER.get();
        if (reader != null) {
            SqlStatements statements = handle.getConfig(SqlStatements.class);
            TemplateEngine before = statements.getTemplateEngine();
            statements.setTemplateEngine((sql, context) -> narrowed(before.render(sql, context), reader));
        }
    }

    static String narrowed(String sql, String reader) {
        return TABLE.matcher(sql).replaceAll(found -> {
            String table = found.group(2);
            String alias = found.group(3) == null ? table : found.group(3);
            return Matcher.quoteReplacement("%s (select * from %s where %s) %s"
                    .formatted(found.group(1), table, CONDITIONS.get(table), alias)
                    .replace(":reader", literal(reader)));
        });
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}

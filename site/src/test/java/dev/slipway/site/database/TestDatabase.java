package dev.slipway.site.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which database a test's site uses: SQLite, or PostgreSQL where the system property {@value #PROPERTY} says {@code postgresql}. */
public final class TestDatabase {
    private static final String PROPERTY = "slipway.test.database";
    private static final Map<Path, String> URLS = new HashMap<>();

    private TestDatabase() {}

    public static boolean isPostgresql() {
        return "postgresql".equals(System.getProperty(PROPERTY));
    }

    /** @param data the site's folder; the same folder has the same database again @return settings for the site */
    public static synchronized List<String> arguments(Path data) throws IOException, InterruptedException {
        if (!isPostgresql()) {
            return List.of();
        }
        String url = URLS.get(data);
        if (url == null) {
            try {
                url = PostgresqlServer.get().newDatabase();
            } catch (SQLException e) {
                throw new IOException("No database for " + data, e);
            }
            URLS.put(data, url);
        }
        return List.of("--slipway.database.url=" + url, "--slipway.database.user=" + PostgresqlServer.USER);
    }
}

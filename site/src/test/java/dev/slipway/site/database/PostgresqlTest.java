package dev.slipway.site.database;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresqlTest extends DatabaseContract {
    private static @Nullable Database database;

    @BeforeAll
    static void start() throws Exception {
        database =
                Database.open(new Dialect.Postgresql(PostgresqlServer.get().newDatabase(), PostgresqlServer.USER, ""));
    }

    @AfterAll
    static void stop() {
        if (database != null) {
            database.close();
        }
    }

    @Override
    Database database() {
        if (database == null) {
            throw new IllegalStateException("not started");
        }
        return database;
    }
}

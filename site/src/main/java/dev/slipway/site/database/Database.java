package dev.slipway.site.database;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * The site's database.
 *
 * <p>{@link #read} sees one consistent state and changes nothing. {@link #write} is one transaction; there is one writer at a time, and it waits for its
 * turn before it reads anything. Inside either, pass the {@link Handle} on: opening a second transaction there is an error.
 */
public final class Database implements AutoCloseable {
    private final Dialect dialect;
    private final HikariDataSource readSource;
    private final HikariDataSource writeSource;
    private final Jdbi reads;
    private final Jdbi writes;
    private final ThreadLocal<Boolean> inside = new ThreadLocal<>();

    private Database(Dialect dialect, HikariDataSource readSource, HikariDataSource writeSource) {
        this.dialect = dialect;
        this.readSource = readSource;
        this.writeSource = writeSource;
        this.reads = Mapping.configure(Jdbi.create(readSource));
        this.writes = Mapping.configure(Jdbi.create(writeSource));
    }

    /** Opens the database, makes it if need be, and brings its tables up to date. */
    public static Database open(Dialect dialect) {
        HikariDataSource write = dialect.writeSource();
        try {
            Flyway.configure()
                    .dataSource(write)
                    .locations("classpath:db/migration")
                    .placeholders(dialect.placeholders())
                    .load()
                    .migrate();
            return new Database(dialect, dialect.readSource(write), write);
        } catch (RuntimeException e) {
            write.close();
            throw e;
        }
    }

    /** Something done with the database. */
    public interface Query<T extends @Nullable Object> {
        T run(Handle handle);
    }

    /** A change without a result. */
    public interface Change {
        void run(Handle handle);
    }

    /** Sees what the account that this thread works for may see ({@link RowRules}); the site itself sees all. */
    public <T extends @Nullable Object> T read(Query<T> query) {
        return guarded(() -> reads.inTransaction(dialect.readIsolation(), handle -> {
            RowRules.apply(handle);
            return query.run(handle);
        }));
    }

    /** Sees all rows, whoever asks: for what the site decides, never for what it shows. */
    public <T extends @Nullable Object> T readAll(Query<T> query) {
        return guarded(() -> reads.inTransaction(dialect.readIsolation(), query::run));
    }

    public <T extends @Nullable Object> T write(Query<T> query) {
        return guarded(() -> writes.inTransaction(TransactionIsolationLevel.UNKNOWN, handle -> {
            dialect.takeTurn(handle);
            return query.run(handle);
        }));
    }

    public void change(Change change) {
        write(handle -> {
            change.run(handle);
            return Boolean.TRUE;
        });
    }

    public Dialect dialect() {
        return dialect;
    }

    private <T extends @Nullable Object> T guarded(java.util.function.Supplier<T> work) {
        if (inside.get() != null) {
            throw new IllegalStateException("A transaction is open already on this thread; pass its handle on");
        }
        inside.set(Boolean.TRUE);
        try {
            return work.get();
        } finally {
            inside.remove();
        }
    }

    @Override
    public void close() {
        readSource.close();
        writeSource.close();
    }
}

package dev.slipway.site.database;

import java.sql.Types;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** How Java's values lie in columns: an instant as bigint epoch milliseconds, a boolean as integer 0 or 1, an enum as its name. */
final class Mapping {
    private Mapping() {}

    static Jdbi configure(Jdbi jdbi) {
        jdbi.registerArgument(new InstantArgument());
        jdbi.registerArgument(new BooleanArgument());
        jdbi.registerColumnMapper(Instant.class, (row, column, context) -> {
            long milliseconds = row.getLong(column);
            return row.wasNull() ? null : Instant.ofEpochMilli(milliseconds);
        });
        jdbi.registerColumnMapper(Boolean.class, (row, column, context) -> row.getLong(column) != 0);
        jdbi.registerColumnMapper(boolean.class, (row, column, context) -> row.getLong(column) != 0);
        jdbi.registerRowMapper(new RecordMappers());
        return jdbi;
    }

    private static final class InstantArgument extends AbstractArgumentFactory<Instant> {
        InstantArgument() {
            super(Types.BIGINT);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setLong(position, value.toEpochMilli());
        }
    }

    private static final class BooleanArgument extends AbstractArgumentFactory<Boolean> {
        BooleanArgument() {
            super(Types.INTEGER);
        }

        @Override
        protected Argument build(Boolean value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setInt(position, value ? 1 : 0);
        }
    }

    /** Maps any record by its components' names in snake case. */
    private static final class RecordMappers implements org.jdbi.v3.core.mapper.RowMapperFactory {
        @Override
        public java.util.Optional<org.jdbi.v3.core.mapper.RowMapper<?>> build(
                java.lang.reflect.Type type, ConfigRegistry config) {
            Class<?> raw = org.jdbi.v3.core.generic.GenericTypes.getErasedType(type);
            return raw.isRecord()
                    ? java.util.Optional.of(ConstructorMapper.of(raw.getDeclaredConstructors()[0]))
                    : java.util.Optional.empty();
        }
    }
}

package dev.slipway.site.database;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.ColumnMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** How Java's values lie in columns: an instant as bigint epoch milliseconds, a boolean as integer 0 or 1, an enum as its name, a record of one text as that text. */
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
        jdbi.registerColumnMapper(new TextRecordMappers());
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

    /** Both the boxed and the primitive type: JDBI looks them up apart, and PostgreSQL would get a boolean for the latter. */
    private static final class BooleanArgument implements ArgumentFactory.Preparable {
        @Override
        public Optional<Function<Object, Argument>> prepare(Type type, ConfigRegistry config) {
            return type == Boolean.class || type == boolean.class
                    ? Optional.of(value -> (position, statement, context) -> {
                        if (value instanceof Boolean truth) {
                            statement.setInt(position, truth ? 1 : 0);
                        } else {
                            statement.setNull(position, Types.INTEGER);
                        }
                    })
                    : Optional.empty();
        }
    }

    private static final class TextRecordMappers implements ColumnMapperFactory {
        @Override
        public Optional<ColumnMapper<?>> build(Type type, ConfigRegistry config) {
            Class<?> raw = org.jdbi.v3.core.generic.GenericTypes.getErasedType(type);
            RecordComponent[] parts = raw.isRecord() ? raw.getRecordComponents() : new RecordComponent[0];
            if (parts.length != 1 || parts[0].getType() != String.class) {
                return Optional.empty();
            }
            Constructor<?> constructor = raw.getDeclaredConstructors()[0];
            return Optional.of((row, column, context) -> {
                try {
                    String text = row.getString(column);
                    return text == null ? null : constructor.newInstance(text);
                } catch (ReflectiveOperationException e) {
                    throw new SQLException("column " + column + " holds no " + raw.getSimpleName(), e);
                }
            });
        }
    }

    /** Maps any record by its components' names in snake case. */
    private static final class RecordMappers implements org.jdbi.v3.core.mapper.RowMapperFactory {
        @Override
        public Optional<org.jdbi.v3.core.mapper.RowMapper<?>> build(Type type, ConfigRegistry config) {
            Class<?> raw = org.jdbi.v3.core.generic.GenericTypes.getErasedType(type);
            return raw.isRecord()
                    ? Optional.of(ConstructorMapper.of(raw.getDeclaredConstructors()[0]))
                    : Optional.empty();
        }
    }
}

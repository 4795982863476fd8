package dev.slipway.site.access;

import dev.slipway.protocol.Json;
import dev.slipway.site.SlipwayException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads what a machine or a distribution point sent. A record with a hole in it does not get further than here. */
public final class Body {
    private Body() {}

    public static <T> T decode(byte[] bytes, Class<T> type) {
        try {
            T value = Json.decode(bytes, type);
            requireWhole(value, "the body");
            return value;
        } catch (JacksonException e) {
            throw unreadable(type, e);
        }
    }

    public static <T> List<T> decodeList(byte[] bytes, Class<T> type) {
        try {
            List<T> values = Json.decodeList(bytes, type);
            requireWhole(values, "the body");
            return values;
        } catch (JacksonException e) {
            throw unreadable(type, e);
        }
    }

    private static SlipwayException unreadable(Class<?> type, JacksonException e) {
        return new SlipwayException(
                "request-invalid",
                400,
                "The body is not the JSON of " + type.getSimpleName() + ": " + e.getOriginalMessage(),
                e);
    }

    private static void requireWhole(@Nullable Object value, String name) {
        switch (value) {
            case null -> throw new SlipwayException("request-invalid", 400, "Nothing is given for " + name + ".");
            case List<?> list -> list.forEach(item -> requireWhole(item, name));
            case Record written -> {
                for (RecordComponent component : written.getClass().getRecordComponents()) {
                    requireWhole(component(written, component), component.getName());
                }
            }
            default -> {
                // Numbers, texts, enums and instants are whole by themselves.
            }
        }
    }

    private static @Nullable Object component(Record written, RecordComponent component) {
        try {
            return component.getAccessor().invoke(written);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}

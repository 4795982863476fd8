package dev.slipway.protocol;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The one JSON mapping of both sides. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private Json() {}

    public static byte[] encode(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** @throws JacksonException when the bytes are not this type's JSON */
    public static <T> T decode(byte[] bytes, Class<T> type) {
        return MAPPER.readValue(bytes, type);
    }

    /** @throws JacksonException when the bytes are not a list of this type */
    public static <T> List<T> decodeList(byte[] bytes, Class<T> type) {
        return MAPPER.readerForListOf(type).readValue(bytes);
    }

    /** For callers that walk JSON without a type. */
    public static JsonMapper mapper() {
        return MAPPER;
    }
}

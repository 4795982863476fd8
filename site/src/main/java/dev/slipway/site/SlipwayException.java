package dev.slipway.site;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request or a piece of work that cannot be done. The web layer answers it as a problem (RFC 9457), an operation ends with its code.
 *
 * <p>The detail says what happened, to which object, and what to do next.
 */
public class SlipwayException extends RuntimeException {
    private final String code;
    private final int status;
    private final transient List<InputError> errors;

    /**
     * @param code stable, lower-case words joined by hyphens: {@code image-not-found}
     * @param status HTTP status
     */
    public SlipwayException(String code, int status, String detail) {
        this(code, status, detail, List.of());
    }

    public SlipwayException(String code, int status, String detail, List<InputError> errors) {
        super(detail);
        this.code = code;
        this.status = status;
        this.errors = List.copyOf(errors);
    }

    public SlipwayException(String code, int status, String detail, Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.status = status;
        this.errors = List.of();
    }

    /** 404 {@code <kind>-not-found}. */
    public static SlipwayException notFound(String kind, Object id) {
        return new SlipwayException(
                kind.toLowerCase(java.util.Locale.ROOT).replace(' ', '-') + "-not-found",
                404,
                "There is no " + kind + " " + id + "; it may have been deleted.");
    }

    /** 422 for an input that is not right. */
    public static SlipwayException invalid(String field, String message) {
        return new SlipwayException("request-invalid", 422, message, List.of(new InputError(field, message)));
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    public List<InputError> errors() {
        return errors;
    }

    public String detail() {
        return java.util.Objects.requireNonNullElse(getMessage(), code);
    }

    /**
     * One wrong input.
     *
     * @param field as it is called in the request, {@code devices[3].macAddress}
     * @param line in a text, from 1
     * @param column in a text, from 1
     */
    public record InputError(
            @Nullable String field,
            @Nullable String code,
            String message,
            @Nullable Integer line,
            @Nullable Integer column) {
        public InputError(String field, String message) {
            this(field, null, message, null, null);
        }
    }
}

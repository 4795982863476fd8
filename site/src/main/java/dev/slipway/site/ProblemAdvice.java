package dev.slipway.site;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.json.JsonMapper;

/** Every error leaves as a problem (RFC 9457) with a stable code. */
@RestControllerAdvice
public class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> known(SlipwayException e) {
        return answer(e.status(), e.code(), e.detail(), e.errors());
    }

    /** The client went away; there is nobody to answer. */
    @ExceptionHandler
    void gone(AsyncRequestNotUsableException e) {
        LOG.debug("A client went away before its answer was complete", e);
    }

    /** {@code limit=x}, or {@code /devices/x}. */
    @ExceptionHandler
    ResponseEntity<Map<String, Object>> mistyped(MethodArgumentTypeMismatchException e) {
        String name = e.getName();
        String value = shortened(String.valueOf(e.getValue()));
        if (e.getParameter().hasParameterAnnotation(PathVariable.class)) {
            return answer(404, "not-found", "There is no \"" + value + "\" here: it is no " + name + ".", List.of());
        }
        String message =
                "\"" + value + "\" is not a value that " + name + " takes" + choices(e.getRequiredType()) + ".";
        return answer(400, "request-invalid", message, List.of(new SlipwayException.InputError(name, message)));
    }

    private static String choices(@Nullable Class<?> type) {
        return type != null && type.isEnum() ? "; it is one of " + Arrays.toString(type.getEnumConstants()) : "";
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    /** Bytes that are no text. */
    @ExceptionHandler
    ResponseEntity<Map<String, Object>> undecodable(InvalidParameterException e) {
        return answer(
                400,
                "request-invalid",
                "A parameter of the address cannot be decoded. Encode it as UTF-8, with percent signs.",
                List.of());
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> any(Exception e, HttpServletResponse response) throws Exception {
        if (e instanceof ErrorResponse refused) {
            String detail = refused.getBody().getDetail();
            return answer(
                    refused.getStatusCode().value(),
                    code(refused.getStatusCode()),
                    detail == null ? "The request could not be understood." : detail,
                    List.of());
        }
        if (e instanceof org.springframework.http.converter.HttpMessageNotReadableException unreadable) {
            return answer(400, "request-invalid", unreadable(unreadable), List.of());
        }
        if (e instanceof IOException && response.isCommitted()) {
            throw e;
        }
        if (FullDisk.isCauseOf(e)) {
            LOG.warn("A request failed because the site's disk is full", e);
            return answer(
                    507,
                    FullDisk.CODE,
                    "The site's disk is full; nothing was changed. Make room, then do it again.",
                    List.of());
        }
        LOG.error("A request failed for a reason that nobody foresaw; it is answered with 500 internal-error", e);
        return answer(
                500,
                "internal-error",
                "The site failed at this request. Its log says more; please report it as a defect.",
                List.of());
    }

    private static String unreadable(org.springframework.http.converter.HttpMessageNotReadableException e) {
        if (e.getCause() instanceof JacksonException json) {
            String said = json.getOriginalMessage();
            if (json instanceof InvalidFormatException wrong
                    && wrong.getTargetType().isEnum()) {
                return "\"%s\" is none of %s.".formatted(wrong.getValue(), said.substring(said.lastIndexOf('[')));
            }
            return "The body is not the JSON that this request takes: " + said;
        }
        return "The request's body is missing or cannot be read.";
    }

    private static String code(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            case 406 -> "not-acceptable";
            case 413 -> "request-too-large";
            case 415 -> "media-type-not-supported";
            default -> "request-invalid";
        };
    }

    private static ResponseEntity<Map<String, Object>> answer(
            int status, String code, String detail, List<SlipwayException.InputError> errors) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return new ResponseEntity<>(body(status, code, detail, errors), headers, HttpStatusCode.valueOf(status));
    }

    /** Answers with a problem where no controller has been reached: from a filter. */
    public static void write(HttpServletResponse response, JsonMapper json, int status, String code, String detail)
            throws IOException {
        write(response, json, new SlipwayException(code, status, detail));
    }

    /** The same for what was thrown there. */
    public static void write(HttpServletResponse response, JsonMapper json, SlipwayException e) throws IOException {
        response.setStatus(e.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(body(e.status(), e.code(), e.detail(), e.errors())));
    }

    /** The problem as a JSON object. */
    public static Map<String, Object> body(
            int status, String code, String detail, List<SlipwayException.InputError> errors) {
        Map<String, Object> body = new LinkedHashMap<>();
        HttpStatus known = HttpStatus.resolve(status);
        body.put("type", "about:blank");
        body.put("title", known == null ? "Error" : known.getReasonPhrase());
        body.put("status", status);
        body.put("detail", detail);
        body.put("code", code);
        if (!errors.isEmpty()) {
            body.put("errors", errors);
        }
        return body;
    }
}

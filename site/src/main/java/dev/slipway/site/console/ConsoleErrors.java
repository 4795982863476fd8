package dev.slipway.site.console;

import dev.slipway.site.SlipwayException;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** A page that cannot be shown says why, as a page. */
@RestControllerAdvice(basePackageClasses = ConsoleErrors.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ConsoleErrors {
    private final Pages pages;

    ConsoleErrors(Pages pages) {
        this.pages = pages;
    }

    @ExceptionHandler
    ResponseEntity<String> known(SlipwayException e) {
        HttpStatus status = HttpStatus.resolve(e.status());
        return pages.html(
                status == null ? HttpStatus.BAD_REQUEST : status,
                "error",
                Map.of("detail", e.detail(), "code", e.code()));
    }

    /** An address typed by hand, or a form that did not come from its page. */
    @ExceptionHandler({ServletRequestBindingException.class, MethodArgumentTypeMismatchException.class})
    ResponseEntity<String> incomplete() {
        return pages.html(
                HttpStatus.BAD_REQUEST,
                "error",
                Map.of(
                        "detail", "The address or the form is not complete. Go back and try again.",
                        "code", "request-invalid"));
    }
}

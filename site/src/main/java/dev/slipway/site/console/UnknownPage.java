package dev.slipway.site.console;

import dev.slipway.site.ProblemAdvice;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** An address that leads nowhere: a page for a browser, a problem for a program. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnknownPage {
    private static final String CODE = "not-found";
    private static final String DETAIL = "There is nothing at this address. Choose from the navigation.";
    private final Pages pages;

    UnknownPage(Pages pages) {
        this.pages = pages;
    }

    @ExceptionHandler
    ResponseEntity<?> unknown(NoResourceFoundException e, HttpServletRequest request) {
        String accepted = request.getHeader("Accept");
        if (accepted != null && accepted.contains(MediaType.TEXT_HTML_VALUE)) {
            return pages.html(HttpStatus.NOT_FOUND, "error", Map.of("detail", DETAIL, "code", CODE));
        }
        return ResponseEntity.status(HttpStatus.NOT_FOUND)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemAdvice.body(404, CODE, "There is nothing at " + request.getRequestURI() + ".", List.of()));
    }
}

package dev.slipway.site;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers for errors outside any route, for example a refused door. */
@RestController
class ErrorRoute implements ErrorController {
    @Open("Says nothing but the status")
    @RequestMapping("/error")
    ResponseEntity<Map<String, Object>> error(HttpServletRequest request) {
        Object found = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = found instanceof Integer code ? code : 404;
        String code = switch (status) {
            case 401 -> "not-logged-in";
            case 403 -> "forbidden";
            case 404 -> "not-found";
            default -> status >= 500 ? "internal-error" : "request-invalid";
        };
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemAdvice.body(status, code, "There is nothing here for this request.", List.of()));
    }
}

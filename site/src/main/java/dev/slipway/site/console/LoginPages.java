package dev.slipway.site.console;

import dev.slipway.site.Open;
import dev.slipway.site.settings.SiteSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LoginPages {
    private final Pages pages;
    private final SiteSettings settings;

    LoginPages(Pages pages, SiteSettings settings) {
        this.pages = pages;
        this.settings = settings;
    }

    @Open("Here one logs in")
    @GetMapping("/login")
    ResponseEntity<String> login(HttpServletRequest request) {
        CsrfToken csrf = Pages.csrf(request);
        String message = "";
        if (request.getParameter("failed") != null) {
            message = "Account or password is wrong.";
        } else if (request.getParameter("throttled") != null) {
            message = "Too many wrong passwords for this account. Wait a little and try again.";
        } else if (request.getParameter("expired") != null) {
            message = "The session has ended before the form was sent. Log in and repeat it.";
        }
        return pages.html(
                HttpStatus.OK,
                "login",
                Map.of(
                        "csrfName", csrf.getParameterName(),
                        "csrfToken", csrf.getToken(),
                        "organisation", settings.organisation(),
                        "message", message,
                        "out", request.getParameter("out") != null));
    }
}

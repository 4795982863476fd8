package dev.slipway.site.lock;

import dev.slipway.site.access.CurrentCaller;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.web.util.WebUtils;

/**
 * Who wants to edit, and where.
 *
 * @param device of the console, what its cookie holds; of a program, what it says in {@value #HEADER} or else its address
 * @param program calls the API: it takes no lock beforehand, so an account's programs may change what the account itself holds
 */
public record Editor(String account, String device, String address, boolean program) {
    public static final String COOKIE = "slipway-device";
    static final String HEADER = "Slipway-Device";
    private static final int LONGEST_DEVICE = 100;

    /** Empty for machines, and before the login. */
    public static Optional<Editor> of(HttpServletRequest request) {
        return CurrentCaller.find()
                .map(caller -> new Editor(caller.name(), device(request), request.getRemoteAddr(), isProgram(request)));
    }

    static boolean isProgram(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/");
    }

    private static String device(HttpServletRequest request) {
        if (!isProgram(request)) {
            Cookie cookie = WebUtils.getCookie(request, COOKIE);
            return cookie == null ? "" : console(cookie.getValue());
        }
        String said = request.getHeader(HEADER);
        return said == null || said.isBlank() || said.length() > LONGEST_DEVICE
                ? "address " + request.getRemoteAddr()
                : "program " + said;
    }

    private static String console(String cookie) {
        return "console " + cookie;
    }

    /** The same editor on a device that gets its cookie now. */
    public Editor on(String cookie) {
        return new Editor(account, console(cookie), address, program);
    }

    /** Whether this lock keeps the editor from a change. */
    public boolean isKeptOutBy(ObjectLock lock) {
        return !lock.isOf(this) && !(program && lock.account().equals(account));
    }
}

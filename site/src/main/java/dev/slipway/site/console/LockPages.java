package dev.slipway.site.console;

import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.lock.Editor;
import dev.slipway.site.lock.EditorView;
import dev.slipway.site.lock.LockFree;
import dev.slipway.site.lock.Locks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A page takes the lock of its object when somebody begins to change one of its forms, and keeps it while they do. */
@RestController
@RequestMapping("/locks/{objectId}")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
@LockFree("Taking and freeing a lock asks for its holder itself")
class LockPages {
    private static final Duration DEVICE_IS_KNOWN = Duration.ofDays(365);
    private final Pages pages;
    private final Locks locks;
    private final EditorView editors;
    private final SecureRandom random = new SecureRandom();

    LockPages(Pages pages, Locks locks, EditorView editors) {
        this.pages = pages;
        this.locks = locks;
        this.editors = editors;
    }

    /** Answers with the banner; when somebody else was faster the whole page comes anew, for reading. */
    @PostMapping
    ResponseEntity<String> take(
            HttpServletRequest request,
            HttpServletResponse response,
            @PathVariable String objectId,
            @RequestParam String from) {
        try {
            return banner(request, editors.taken(locks.take(objectId, editor(request, response))), from);
        } catch (SlipwayException e) {
            return ResponseEntity.noContent().header("HX-Refresh", "true").build();
        }
    }

    /** For a page that is for reading because somebody else edits: whether they still do. */
    @GetMapping
    @Requires(Role.READ_ONLY_ANALYST)
    ResponseEntity<String> look(HttpServletRequest request, @PathVariable String objectId, @RequestParam String from) {
        return banner(request, editors.of(objectId, request), from);
    }

    private ResponseEntity<String> banner(HttpServletRequest request, EditorView.State state, String from) {
        CsrfToken csrf = Pages.csrf(request);
        return pages.html(
                HttpStatus.OK,
                "part/lock",
                Map.of(
                        "editing", state,
                        "csrfName", csrf.getParameterName(),
                        "csrfToken", csrf.getToken(),
                        "from", ListPages.local(from),
                        "freed", state.lock().isEmpty()));
    }

    private Editor editor(HttpServletRequest request, HttpServletResponse response) {
        Editor editor = Editor.of(request).orElseThrow();
        if (!editor.device().isEmpty()) {
            return editor;
        }
        byte[] device = new byte[16];
        random.nextBytes(device);
        String name = HexFormat.of().formatHex(device);
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(Editor.COOKIE, name)
                        .path("/")
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Strict")
                        .maxAge(DEVICE_IS_KNOWN)
                        .build()
                        .toString());
        return editor.on(name);
    }

    /** What was typed and not saved is gone with the page. */
    @PostMapping("/discard")
    ResponseEntity<String> discard(
            HttpServletRequest request, @PathVariable String objectId, @RequestParam String from) {
        return pages.act(
                request,
                ListPages.local(from),
                "Your changes are discarded; others can edit it now.",
                () -> locks.discard(objectId, Editor.of(request).orElseThrow()));
    }
}

package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.fleet.DeviceState;
import dev.slipway.site.fleet.Devices;
import dev.slipway.site.lock.Editor;
import dev.slipway.site.lock.EditorView;
import dev.slipway.site.lock.Locks;
import dev.slipway.site.settings.SiteSettings;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/** Renders pages, and carries a notice from a form to the page that follows it. */
@Component
class Pages {
    private static final String NOTICE = Pages.class.getName() + ".notice";
    private static final String REFUSED = Pages.class.getName() + ".refused";
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Devices devices;
    private final SiteSettings settings;
    private final EditorView editors;
    private final Locks locks;

    Pages(Devices devices, SiteSettings settings, EditorView editors, Locks locks) {
        this.devices = devices;
        this.settings = settings;
        this.editors = editors;
        this.locks = locks;
    }

    /**
     * What a controller shows.
     *
     * @param template name below {@code src/main/jte}, without its ending
     * @param model the template's parameters beside {@code shell}
     */
    record View(Section section, String title, Live live, String template, Map<String, Object> model) {
        View(Section section, String title, String template, Map<String, Object> model) {
            this(section, title, Live.NONE, template, model);
        }
    }

    /**
     * A page that is a list and a button to add to it.
     *
     * @param lead one sentence: what stands here
     * @param add leads to the form or the wizard that adds one; empty where nothing is added by hand
     */
    record ListPage(Section section, String title, String lead, Live live, String addLabel, String add) {
        ListPage(Section section, String title, String lead, Live live) {
            this(section, title, lead, live, "", "");
        }

        View view(ListView list) {
            return new View(
                    section, title, live, "list", Map.of("lead", lead, "list", list, "addLabel", addLabel, "add", add));
        }
    }

    ResponseEntity<String> show(HttpServletRequest request, Caller caller, View view) {
        return show(HttpStatus.OK, request, caller, view);
    }

    /** A form once more, with what was wrong. */
    ResponseEntity<String> refused(HttpServletRequest request, Caller caller, View view) {
        return show(HttpStatus.UNPROCESSABLE_ENTITY, request, caller, view);
    }

    private ResponseEntity<String> show(HttpStatus status, HttpServletRequest request, Caller caller, View view) {
        String query = request.getQueryString();
        CsrfToken csrf = csrf(request);
        int waiting =
                devices.list(DeviceState.PENDING, null, "", null, 100).items().size();
        Map<String, Object> model = new HashMap<>(view.model());
        model.put(
                "shell",
                new Shell(
                        view.title(),
                        view.section(),
                        caller,
                        // What a form has answered with cannot be asked for again.
                        request.getMethod().equals("GET") ? view.live() : Live.NONE,
                        request.getRequestURI() + (query == null ? "" : "?" + query),
                        csrf.getParameterName(),
                        csrf.getToken(),
                        settings.organisation(),
                        settings.siteCode(),
                        waiting,
                        editors.of(request),
                        take(request, NOTICE, Notice.class),
                        refusedForm(request)));
        return html(status, view.template(), model);
    }

    ResponseEntity<String> html(HttpStatus status, String template, Map<String, Object> model) {
        StringOutput out = new StringOutput(16_384);
        templates.render(template + ".jte", model, out);
        return ResponseEntity.status(status)
                .contentType(HTML)
                .header("Cache-Control", "no-store")
                .body(out.toString());
    }

    static CsrfToken csrf(HttpServletRequest request) {
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            return token;
        }
        throw new IllegalStateException("every request of the console passes Spring Security's CSRF filter");
    }

    /** Goes to another page, so that reloading it repeats nothing. */
    ResponseEntity<String> go(HttpServletRequest request, String location, Notice notice) {
        request.getSession().setAttribute(NOTICE, notice);
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(location))
                .build();
    }

    /** Does what a button asks for and goes back to where it stands; a refusal is told there, and the form comes back as it was typed. */
    ResponseEntity<String> act(HttpServletRequest request, String location, String done, Runnable action) {
        return act(request, location, location, done, action);
    }

    ResponseEntity<String> act(
            HttpServletRequest request, String location, String whenRefused, String done, Runnable action) {
        return make(request, whenRefused, done, () -> {
            action.run();
            return location;
        });
    }

    /** Goes to what was made. @param whenRefused the form that asks for it @param making gives the page of the new object */
    ResponseEntity<String> make(HttpServletRequest request, String whenRefused, String done, Supplier<String> making) {
        try {
            return go(request, making.get(), Notice.done(done));
        } catch (SlipwayException e) {
            request.getSession().setAttribute(REFUSED, Refused.of(request, e));
            EditorView.goesOn(request);
            return go(request, whenRefused, Notice.of(e));
        }
    }

    /** Does the same to each of the rows that are selected; what was refused is told, the others are done. */
    ResponseEntity<String> actOnEach(
            HttpServletRequest request, String location, List<String> keys, String done, Consumer<String> action) {
        int good = 0;
        List<String> refusals = new ArrayList<>();
        String code = "";
        Editor editor = Editor.of(request).orElseThrow();
        for (String key : keys) {
            try {
                locks.refuseOthers(key, editor);
                action.accept(key);
                good++;
            } catch (SlipwayException e) {
                code = e.code();
                refusals.add(e.detail());
            }
        }
        if (keys.isEmpty()) {
            return go(request, location, new Notice("Select rows first.", "nothing-selected"));
        }
        String count = keys.size() == 1 ? done + "." : good + " of " + keys.size() + ": " + done + ".";
        return go(
                request,
                location,
                refusals.isEmpty()
                        ? Notice.done(count)
                        : new Notice((good == 0 ? "" : count + " ") + String.join(" ", refusals), code));
    }

    private static String refusedForm(HttpServletRequest request) {
        Refused refused = take(request, REFUSED, Refused.class);
        return refused == null ? "" : refused.json();
    }

    private static <T> @Nullable T take(HttpServletRequest request, String name, Class<T> type) {
        HttpSession session = request.getSession(false);
        // A part of a page that asks for itself must not swallow what the page was to tell.
        if (session == null || request.getHeader("HX-Request") != null) {
            return null;
        }
        Object kept = session.getAttribute(name);
        if (!type.isInstance(kept)) {
            return null;
        }
        session.removeAttribute(name);
        return type.cast(kept);
    }
}

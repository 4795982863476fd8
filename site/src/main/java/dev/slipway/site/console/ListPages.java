package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Keeps how an account wants to see a list. */
@RestController
@RequestMapping("/lists/{list}")
@Requires(Role.READ_ONLY_ANALYST)
class ListPages {
    private static final String NAME = "[a-z][a-z0-9-]{0,39}";
    private final ListChoices choices;

    ListPages(ListChoices choices) {
        this.choices = choices;
    }

    /** @param from the page that shows the list */
    @PostMapping("/view")
    ResponseEntity<String> choose(
            Caller caller,
            @PathVariable String list,
            @RequestParam(defaultValue = "") List<String> column,
            @RequestParam String sort,
            @RequestParam(defaultValue = "asc") String order,
            @RequestParam String from) {
        check(list);
        check(sort);
        column.forEach(ListPages::check);
        choices.keep(caller.name(), list, new ListChoices.Chosen(column, sort, order.equals("desc")));
        return back(from);
    }

    @PostMapping("/reset")
    ResponseEntity<String> reset(Caller caller, @PathVariable String list, @RequestParam String from) {
        check(list);
        choices.forget(caller.name(), list);
        return back(from);
    }

    private static void check(String name) {
        if (!name.matches(NAME)) {
            throw SlipwayException.invalid("column", "\"" + name + "\" is no list or column of this console.");
        }
    }

    private static ResponseEntity<String> back(String from) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(local(from)))
                .build();
    }

    /** Only places of the console, never an address that came with the request. */
    static String local(String from) {
        return from.matches("/(?!/)[\\w./?=&%+*~-]*") ? from : "/";
    }
}

package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Role;
import dev.slipway.site.lock.EditorView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What every page has around its content.
 *
 * @param address of this page with its query, for parts that ask for themselves again
 * @param csrfName name of the hidden input that proves a form came from this console
 * @param waiting machines that wait for approval
 * @param editing the object that this page can change, and who edits it
 * @param refused a {@link Refused} form of this page as JSON; empty for none
 */
public record Shell(
        String title,
        Section section,
        Caller caller,
        Live live,
        String address,
        String csrfName,
        String csrfToken,
        String organisation,
        String siteCode,
        int waiting,
        EditorView.State editing,
        @Nullable Notice notice,
        String refused) {

    /** {@link #address} as a value in another address. */
    public String addressAsValue() {
        return URLEncoder.encode(address, StandardCharsets.UTF_8);
    }

    /** What the page's stream listens to: also to the end of another's editing. */
    public String topics() {
        return (live.joined() + (editing.isOfAnother() ? " lock" : "")).strip();
    }

    /** Only events about this object; empty for all. A page about one object that can be edited is about that object. */
    public String topicsSubject() {
        return live.topics().isEmpty() ? editing.objectId() : live.subject();
    }

    /** Not while somebody else edits the object that the page shows. */
    public boolean may(Role required) {
        return whyNot(required).isEmpty();
    }

    /** Why this account cannot use a button now; empty when it can. */
    public String whyNot(Role required) {
        String role = whyNotByRole(required);
        return role.isEmpty() ? editing.whyNot() : role;
    }

    /** The same for a button that goes on while somebody else edits the object. */
    public String whyNotByRole(Role required) {
        return caller.role().covers(required)
                ? ""
                : "Needs the role " + Show.role(required) + "; you are " + Show.role(caller.role()) + ".";
    }
}

package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Role;
import org.jspecify.annotations.Nullable;

/**
 * What every page has around its content.
 *
 * @param address of this page with its query, for parts that ask for themselves again
 * @param csrfName name of the hidden input that proves a form came from this console
 * @param waiting machines that wait for approval
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
        @Nullable Notice notice,
        String refused) {

    public boolean may(Role required) {
        return caller.role().covers(required);
    }

    /** Why this account cannot use a button; empty when it can. */
    public String whyNot(Role required) {
        return may(required)
                ? ""
                : "Needs the role " + Show.role(required) + "; you are " + Show.role(caller.role()) + ".";
    }
}

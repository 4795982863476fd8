package dev.slipway.site.console;

import dev.slipway.site.Role;

/**
 * What can be done with the rows that are selected: a form sends their keys as {@code id}, once for each.
 *
 * @param to where the form goes
 * @param ask a question before; empty for none
 * @param needs what an account must be allowed
 */
public record ListAction(String label, String to, String ask, boolean danger, Role needs) {
    /** One that asks no question and is for those who manage the library. */
    static ListAction of(String label, String to) {
        return new ListAction(label, to, "", false, Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER);
    }
}

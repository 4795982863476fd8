package dev.slipway.site.access;

import dev.slipway.site.Caller;
import dev.slipway.site.Role;
import java.io.Serializable;
import java.security.Principal;

/** Who a session or token belongs to. @param credentials the account's counter when the session began */
record LoggedIn(String name, Role role, long credentials) implements Principal, Serializable {
    @Override
    public String getName() {
        return name;
    }

    Caller caller() {
        return new Caller(name, role);
    }
}

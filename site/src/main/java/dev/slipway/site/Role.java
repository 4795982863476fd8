package dev.slipway.site;

/** What an account may do; each role may do all that the later ones may. */
public enum Role {
    FULL_ADMINISTRATOR,
    OPERATING_SYSTEM_DEPLOYMENT_MANAGER,
    OPERATOR,
    READ_ONLY_ANALYST;

    public boolean covers(Role required) {
        return compareTo(required) <= 0;
    }
}
